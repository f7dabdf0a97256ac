namespace CommunityRealtime.Connections;

/// <summary>One event for everyone in a community, encoded once for each profile and shared by all its connections. Immutable.</summary>
/// <remarks>
/// Every member may be called at the same time from many threads. A payload is asked for only when somebody is there to get it, and
/// is the same bytes every time.
/// </remarks>
public abstract class RoomEvent
{
    /// <summary>The community.</summary>
    public abstract CommunityId Community { get; }

    /// <summary>The event's number in the community; 0 for an event that is not stored.</summary>
    public abstract long Sequence { get; }

    /// <summary>Whose connections get <see cref="GetAuthorPayload"/>; <see langword="null"/> when everyone gets the same.</summary>
    public abstract UserId? Author { get; }

    /// <summary>What members get: one JSON object as UTF-8, the same bytes whoever wrote it.</summary>
    /// <param name="profile">The profile of their connections.</param>
    /// <returns>The payload; empty when nobody in this profile gets the event, its author neither.</returns>
    public abstract ReadOnlyMemory<byte> GetPayload(ChatProfile profile);

    /// <summary>What the connections of <see cref="Author"/> get.</summary>
    /// <param name="profile">The profile of the connection.</param>
    /// <returns>The payload.</returns>
    public abstract ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile);

    /// <summary>What one connection gets.</summary>
    /// <param name="user">Whose connection it is.</param>
    /// <param name="profile">The profile of the connection.</param>
    /// <returns>The author's variant for its author, the common one for everyone else; empty for nothing.</returns>
    public ReadOnlyMemory<byte> PayloadFor(UserId user, ChatProfile profile) =>
        Author == user ? GetAuthorPayload(profile) : GetPayload(profile);
}
