namespace CommunityRealtime.Connections;

/// <summary>What a sweep finds to do about a socket.</summary>
[Flags]
internal enum SweepTasks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To ask a silent client for a sign of life.</summary>
    Ping = 1,

    /// <summary>To send a ping frame.</summary>
    Heartbeat = 2,

    /// <summary>To close the socket: the credential that opened it has expired.</summary>
    Expire = 8,

    /// <summary>To end the socket: the client is gone, or does not end its closing handshake.</summary>
    Cut = 4,

    /// <summary>To close the socket: a frame takes too long to arrive.</summary>
    CloseLate = 16,
}
