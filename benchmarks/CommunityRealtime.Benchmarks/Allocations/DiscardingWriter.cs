using System.IO.Pipelines;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>Takes everything at once, counts it, and keeps nothing.</summary>
internal sealed class DiscardingWriter(ByteCounter sent) : PipeWriter
{
    private const int BufferLength = 65_536;

    // Shared by all connections at the same time: nobody reads what is written here.
    private static readonly byte[] Nowhere = new byte[BufferLength];

    private long _unflushed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override void Advance(int bytes) => _unflushed += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, BufferLength);
        return Nowhere;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        sent.Add(_unflushed);
        _unflushed = 0;
        return new(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
