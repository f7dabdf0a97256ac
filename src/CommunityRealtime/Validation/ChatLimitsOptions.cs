namespace CommunityRealtime.Validation;

/// <summary>How much one client may send, and how much waits for it. Section <c>CommunityChat:Limits</c>; read once at start-up.</summary>
public sealed class ChatLimitsOptions
{
    /// <summary>The longest message content, in characters (Unicode scalar values). Default 4,000; 1 to 100,000.</summary>
    public int MaxContentCharacters { get; set; } = 4_000;

    /// <summary>
    /// The largest frame a client may send, in bytes; a larger one closes its socket with 1009. Default 65,536; at least 12 for
    /// each character of <see cref="MaxContentCharacters"/> and 1,024 more, so that any legal content fits in any JSON encoding;
    /// at most 4 MiB.
    /// </summary>
    public int MaxFrameBytes { get; set; } = 65_536;

    /// <summary>
    /// In how many fragments (RFC 6455, section 5.4) a frame may come; one more closes the socket with 1008 <c>too_many_fragments</c>. Default 64; 1 to 100,000.
    /// </summary>
    /// <remarks>
    /// Exact on plain HTTP/1.1 sockets on Linux. Elsewhere a fragment is not counted when its end is that of a receive buffer (4 KiB, 8 KiB and so on up to
    /// <see cref="MaxFrameBytes"/>), so a few more may pass.
    /// </remarks>
    public int MaxFragments { get; set; } = 64;

    /// <summary>
    /// How long a frame may take from its first byte to its last; a slower one closes its socket with 1008 <c>frame_too_slow</c>, up to two seconds later.
    /// Default 10 seconds; 1 second to 5 minutes. A client that sends nothing is not affected.
    /// </summary>
    public TimeSpan MaxFrameTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many bytes may wait for one slow client; over it the socket is closed with 1013 <c>slow_consumer</c>. Default
    /// 262,144; at least <see cref="MaxFrameBytes"/>, at most 64 MiB.
    /// </summary>
    public int MaxQueuedBytes { get; set; } = 262_144;

    /// <summary>How many messages of one connection may be without an answer. Default 32; 1 to 1,024.</summary>
    /// <remarks>
    /// They are stored and answered in the order in which they were sent. With so many under way the socket is not read until one is
    /// answered, so a client that sends faster than the store takes waits, and none of its messages is refused for it. Clients of
    /// <c>community-chat.v1</c> are told the number.
    /// </remarks>
    public int MaxUnfinishedSends { get; set; } = 32;

    /// <summary>
    /// How many bytes of the newest messages of active communities are kept in memory, for clients that come back and for the
    /// newest page of history. Default 67,108,864 (64 MiB); 0 for none, at most 16 GiB.
    /// </summary>
    public long MaxRecentBytes { get; set; } = 67_108_864;
}
