using System.Globalization;
using CommunityRealtime.Messages;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.History;

/// <summary>The query of a history request, checked.</summary>
/// <param name="Limit">The most messages in the page.</param>
/// <param name="Offset">How many of the newest to leave out.</param>
/// <param name="Before">Only messages before this id.</param>
/// <param name="After">Only messages after this id.</param>
internal sealed record HistoryRequest(int Limit, int Offset, long? Before, long? After)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>Every skipped message costs the database as much as a shown one; beyond this, <c>before</c> is the way.</summary>
    private const int MaxOffset = 1_000;

    /// <summary>Reads a query.</summary>
    /// <returns>The request, or what is wrong with it; one of the two is <see langword="null"/>.</returns>
    public static (HistoryRequest? Request, string? Problem) Read(IQueryCollection query)
    {
        if (!TryReadNumber(query, "limit", 1, MaxLimit, out var limit))
        {
            return (null, $"\"limit\" must be a number from 1 to {MaxLimit}.");
        }

        if (!TryReadNumber(query, "offset", 0, MaxOffset, out var offset))
        {
            return (null, $"\"offset\" must be a number from 0 to {MaxOffset}. To read further back, use \"before\" with the id of the oldest message you have.");
        }

        if (!TryReadNumber(query, "before", 0, long.MaxValue, out var before))
        {
            return (null, "\"before\" must be the id of a message.");
        }

        if (!TryReadNumber(query, "after", 0, long.MaxValue, out var after))
        {
            return (null, "\"after\" must be the id of a message, or 0.");
        }

        return (offset is null ? 0 : 1) + (before is null ? 0 : 1) + (after is null ? 0 : 1) > 1
            ? (null, "Use only one of \"offset\", \"before\" and \"after\".")
            : (new HistoryRequest((int)(limit ?? DefaultLimit), (int)(offset ?? 0), before, after), null);
    }

    /// <summary>The query for the store: one message more than the page holds, to learn whether there are more.</summary>
    public MessageQuery ToStoreQuery(CommunityId community) => this switch
    {
        { After: { } after } => MessageQuery.After(community, after, Limit + 1),
        { Before: { } before } => MessageQuery.Before(community, before, Limit + 1),
        _ => MessageQuery.Newest(community, Limit + 1, Offset),
    };

    private static bool TryReadNumber(IQueryCollection query, string name, long min, long max, out long? number)
    {
        number = null;
        var values = query[name];
        if (values.Count == 0)
        {
            return true;
        }

        if (!long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < min || parsed > max)
        {
            return false;
        }

        number = parsed;
        return true;
    }
}
