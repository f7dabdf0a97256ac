namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A frame of the server. Its payload lasts until the next one is received.</summary>
internal readonly record struct Frame(FrameKind Kind, bool IsFinal, ReadOnlyMemory<byte> Payload);
