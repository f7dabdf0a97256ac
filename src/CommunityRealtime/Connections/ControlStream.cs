namespace CommunityRealtime.Connections;

/// <summary>
/// The stream under the platform's WebSocket: reads pass through or come from the server's pipe, and the frames that the platform writes by itself (pongs,
/// closes after a protocol error) join the connection's own outbound path, so that nothing interleaves.
/// </summary>
internal sealed class ControlStream(Stream inner, FramePipe? frames, SocketConnection connection) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The stream that the connection itself writes to.</summary>
    public Stream Inner => inner;

    /// <summary>What the frames are read from instead, on a plain connection.</summary>
    public FramePipe? Frames => frames;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        connection.NoteRead();
        if (frames is not null)
        {
            return frames.ReadAsync(buffer);
        }

        if (buffer.IsEmpty)
        {
            // The platform waits for a frame.
            connection.EndFrame();
        }
        else
        {
            connection.BeginFrame();
        }

        return inner.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The platform writes one whole frame at a time and uses its buffer again afterwards, hence the copy.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        connection.SendControl(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The platform gives a socket up by disposing its stream, for example when a ping is not answered.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.GiveUp();
        }

        base.Dispose(disposing);
    }
}
