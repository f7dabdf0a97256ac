namespace CommunityRealtime.Sample.Echo;

/// <summary>Counts the echo sockets that are open now. Safe to call from many threads.</summary>
internal sealed class EchoConnections
{
    private int _active;

    public int Active => Volatile.Read(ref _active);

    /// <summary>Counts one more until the result is disposed; disposing it again changes nothing.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _active);
        return new Entry(this);
    }

    private sealed class Entry(EchoConnections connections) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true))
            {
                Interlocked.Decrement(ref connections._active);
            }
        }
    }
}
