namespace CommunityRealtime.Protocol;

/// <summary>What a client in the profile <c>community-chat.v1</c> learns first.</summary>
internal sealed record WireReady
{
    /// <summary>The id of its connection in the server's logs.</summary>
    public required string ConnectionId { get; init; }

    public required CommunityId Community { get; init; }

    public required UserId User { get; init; }

    /// <summary>What it may do in the community, as a word.</summary>
    public required string Role { get; init; }

    /// <summary>The life of the community's counter; 0 before its first event.</summary>
    public required long Epoch { get; init; }

    /// <summary>The newest number; everything after it comes as a frame.</summary>
    public required long Seq { get; init; }

    /// <summary>When its token expires; <see langword="null"/> for never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How often the server pings.</summary>
    public required double HeartbeatSeconds { get; init; }

    public required int MaxContentCharacters { get; init; }

    public required int MaxFrameBytes { get; init; }

    /// <summary>How many messages a second, over a longer time; 0 for any number.</summary>
    public required double MessagesPerSecond { get; init; }

    /// <summary>How many messages at once, after a rest.</summary>
    public required int Burst { get; init; }

    /// <summary>How many messages may be without an answer.</summary>
    public required int MaxUnfinishedSends { get; init; }
}
