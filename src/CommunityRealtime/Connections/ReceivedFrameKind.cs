namespace CommunityRealtime.Connections;

/// <summary>The kinds of things that come from a client.</summary>
internal enum ReceivedFrameKind
{
    /// <summary>A whole text frame within the limit.</summary>
    Text,

    /// <summary>The beginning of a binary frame.</summary>
    Binary,

    /// <summary>A text frame that passed the limit before it ended.</summary>
    TooLarge,

    /// <summary>A text frame in more fragments than a frame may have.</summary>
    TooManyFragments,

    /// <summary>A text frame whose end came when the socket was already closed for it.</summary>
    TooSlow,

    /// <summary>The closing handshake.</summary>
    Close,
}
