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

    /// <summary>The closing handshake.</summary>
    Close,
}
