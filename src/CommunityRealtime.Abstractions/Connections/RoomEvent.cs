namespace CommunityRealtime.Connections;

/// <summary>One event for everyone in a community, encoded once and shared by all connections. Immutable.</summary>
public sealed class RoomEvent
{
    /// <summary>The community.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>The event's number in the community; 0 for an event that is not stored.</summary>
    public required long Sequence { get; init; }

    /// <summary>What members get: one JSON object as UTF-8, the same bytes whoever wrote it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Whose connections get <see cref="AuthorPayload"/> instead; <see langword="null"/> when everyone gets the same.</summary>
    public UserId? Author { get; init; }

    /// <summary>What the connections of <see cref="Author"/> get.</summary>
    public ReadOnlyMemory<byte> AuthorPayload { get; init; }

    /// <summary>What one user gets.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The author's variant for its author, the common one for everyone else.</returns>
    public ReadOnlyMemory<byte> PayloadFor(UserId user) => Author == user ? AuthorPayload : Payload;
}
