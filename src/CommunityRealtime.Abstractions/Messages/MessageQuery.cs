namespace CommunityRealtime.Messages;

/// <summary>Asks for a page of one community's messages. A page is always handed out oldest first.</summary>
public sealed class MessageQuery
{
    private MessageQuery(CommunityId community, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Community = community;
        Limit = limit;
    }

    /// <summary>The community.</summary>
    public CommunityId Community { get; }

    /// <summary>The most messages in the page, at least 1.</summary>
    public int Limit { get; }

    /// <summary>How many of the newest messages to leave out; 0 unless made by <see cref="Newest"/>.</summary>
    public int Offset { get; private init; }

    /// <summary>Only messages with a smaller number, the nearest ones; <see langword="null"/> for no such bound.</summary>
    public long? BeforeId { get; private init; }

    /// <summary>Only messages with a greater number, the nearest ones; <see langword="null"/> for no such bound.</summary>
    public long? AfterId { get; private init; }

    /// <summary>The newest messages.</summary>
    /// <param name="community">The community.</param>
    /// <param name="limit">The most messages, at least 1.</param>
    /// <param name="offset">How many of the newest to leave out, at least 0. A store pays for every one of them.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static MessageQuery Newest(CommunityId community, int limit, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new(community, limit) { Offset = offset };
    }

    /// <summary>The messages right before one number, at the same cost at any depth.</summary>
    /// <param name="community">The community.</param>
    /// <param name="id">The number; there need not be a message with it.</param>
    /// <param name="limit">The most messages, at least 1.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static MessageQuery Before(CommunityId community, long id, int limit) => new(community, limit) { BeforeId = id };

    /// <summary>The messages right after one number, at the same cost at any depth.</summary>
    /// <param name="community">The community.</param>
    /// <param name="id">The number; there need not be a message with it.</param>
    /// <param name="limit">The most messages, at least 1.</param>
    /// <returns>The query.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static MessageQuery After(CommunityId community, long id, int limit) => new(community, limit) { AfterId = id };
}
