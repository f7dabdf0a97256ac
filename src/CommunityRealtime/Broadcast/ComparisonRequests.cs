namespace CommunityRealtime.Broadcast;

/// <summary>The feeds that may have missed something, each once however often it asks.</summary>
internal sealed class ComparisonRequests : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _any = new(0, 1);
    private HashSet<CommunityFeed> _feeds = [];

    /// <summary>Asks that a feed be compared with the store soon.</summary>
    public void Add(CommunityFeed feed)
    {
        lock (_lock)
        {
            if (_feeds.Add(feed) && _feeds.Count == 1 && _any.CurrentCount == 0)
            {
                _any.Release();
            }
        }
    }

    /// <summary>Waits until a feed asks.</summary>
    /// <returns>When one does, or the time is over.</returns>
    public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => _any.WaitAsync(time, cancellationToken);

    /// <summary>Takes those that have asked.</summary>
    public IReadOnlyCollection<CommunityFeed> Take()
    {
        lock (_lock)
        {
            var taken = _feeds;
            _feeds = [];
            return taken;
        }
    }

    public void Dispose() => _any.Dispose();
}
