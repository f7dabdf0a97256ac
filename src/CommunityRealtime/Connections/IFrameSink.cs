namespace CommunityRealtime.Connections;

/// <summary>Takes whole WebSocket frames to one client. One write at a time.</summary>
internal interface IFrameSink
{
    /// <summary>Writes a chunk of one or more whole frames.</summary>
    /// <param name="chunk">The frames; they do not change while the write is pending.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> chunk);
}
