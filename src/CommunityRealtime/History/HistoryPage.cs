using CommunityRealtime.Messages;

namespace CommunityRealtime.History;

/// <summary>A page of messages, oldest first, and what lies on both sides of it.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="HasOlder">Whether there are messages before the page.</param>
/// <param name="HasNewer">Whether there are, or may be, messages after the page.</param>
internal sealed record HistoryPage(IReadOnlyList<StoredMessage> Messages, bool HasOlder, bool HasNewer)
{
    /// <summary>Takes the extra message off again that was read to see whether there are more.</summary>
    public static HistoryPage From(HistoryRequest request, IReadOnlyList<StoredMessage> read)
    {
        var hasMore = read.Count > request.Limit;
        if (request.After is not null)
        {
            var page = hasMore ? [.. read.Take(request.Limit)] : read;
            return new(page, HasOlder: page is [{ Id: > 1 }, ..], HasNewer: hasMore);
        }

        return new(hasMore ? [.. read.Skip(1)] : read, HasOlder: hasMore, HasNewer: request.Before is not null || request.Offset > 0);
    }
}
