namespace CommunityRealtime.Connections;

/// <summary>What came from a client.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">The bytes of a text frame; valid until the next receive.</param>
internal readonly record struct ReceivedFrame(ReceivedFrameKind Kind, ReadOnlyMemory<byte> Payload = default);
