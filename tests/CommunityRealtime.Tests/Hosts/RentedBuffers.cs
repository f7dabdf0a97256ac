using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Counts the buffers that the requests of one app rent from <see cref="ArrayPool{T}.Shared"/> and which of them came back.</summary>
/// <remarks>The pool tells of a rent on the renter's thread, so the context of the request says whose it is; the return may come from anywhere.</remarks>
internal sealed class RentedBuffers : EventListener
{
    private const string PoolEvents = "System.Buffers.ArrayPoolEventSource";

    private static readonly AsyncLocal<RentedBuffers?> Current = new();

    private readonly ConcurrentDictionary<int, int> _out = new();
    private int _rents;

    /// <summary>How many were rented.</summary>
    public int Rents => Volatile.Read(ref _rents);

    /// <summary>How many are not back.</summary>
    public int Out => _out.Values.Sum();

    /// <summary>Counts the rents of the request that runs now, whatever thread it goes to.</summary>
    public void Watch() => Current.Value = this;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == PoolEvents)
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Payload: the buffer's id, its length, the pool's id.
        if (eventData.Payload is not [int buffer, int, int pool, ..] || pool != ArrayPool<byte>.Shared.GetHashCode())
        {
            return;
        }

        switch (eventData.EventName)
        {
            case "BufferRented" when Current.Value == this:
                _out.AddOrUpdate(buffer, 1, (_, count) => count + 1);
                Interlocked.Increment(ref _rents);
                break;
            case "BufferReturned" when _out.ContainsKey(buffer):
                _out.AddOrUpdate(buffer, 0, (_, count) => Math.Max(0, count - 1));
                break;
        }
    }
}
