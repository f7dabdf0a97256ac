namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>A number of bytes. May be added to from many threads.</summary>
internal sealed class ByteCounter
{
    private long _bytes;

    public long Value => Volatile.Read(ref _bytes);

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
