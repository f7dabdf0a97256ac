namespace CommunityRealtime.Connections;

/// <summary>The general sink: the upgraded stream, over HTTP/1.1, HTTP/2 and TLS alike.</summary>
internal sealed class StreamSink(Stream stream) : IFrameSink
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk) => stream.WriteAsync(chunk);
}
