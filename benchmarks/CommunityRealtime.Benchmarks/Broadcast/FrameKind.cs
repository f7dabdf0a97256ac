namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>The opcodes of WebSocket frames (RFC 6455, section 5.2) that occur here.</summary>
internal enum FrameKind
{
    Continuation = 0x0,
    Text = 0x1,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}
