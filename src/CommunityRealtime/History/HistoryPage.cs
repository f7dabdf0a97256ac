namespace CommunityRealtime.History;

/// <summary>Which of the messages that were read are a page, and what lies on both sides of it.</summary>
/// <param name="Start">The index of its first message.</param>
/// <param name="Count">How many messages it has.</param>
/// <param name="HasOlder">Whether there are messages before the page.</param>
/// <param name="HasNewer">Whether there are, or may be, messages after the page.</param>
internal readonly record struct HistoryPage(int Start, int Count, bool HasOlder, bool HasNewer)
{
    /// <summary>Takes the extra message off again that was read to see whether there are more.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="count">How many messages were read.</param>
    /// <param name="first">The number of the first one, if any.</param>
    public static HistoryPage From(HistoryRequest request, int count, long first)
    {
        var hasMore = count > request.Limit;
        var kept = Math.Min(count, request.Limit);
        return request.After is not null
            ? new(0, kept, HasOlder: count > 0 && first > 1, HasNewer: hasMore)
            : new(count - kept, kept, HasOlder: hasMore, HasNewer: request.Before is not null || request.Offset > 0);
    }
}
