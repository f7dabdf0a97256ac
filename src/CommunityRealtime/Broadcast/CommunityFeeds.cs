namespace CommunityRealtime.Broadcast;

/// <summary>The feeds of the communities in which something happens on this server.</summary>
/// <remarks>A feed lives while it is in use or its community has members here, and a while longer: then members miss nothing of what other servers store.</remarks>
internal sealed class CommunityFeeds(FeedServices services)
{
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<CommunityId, CommunityFeed> _feeds = [];
    private long _sweptAt = services.Time.GetTimestamp();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _feeds.Count;
            }
        }
    }

    /// <summary>Gets a community's feed, for as long as the lease is not disposed.</summary>
    public FeedLease Rent(CommunityId community)
    {
        lock (_lock)
        {
            if (!_feeds.TryGetValue(community, out var feed))
            {
                Sweep();
                _feeds[community] = feed = new(community, services);
            }

            feed.Users++;
            return new(this, feed);
        }
    }

    /// <summary>Ends a lease.</summary>
    public void Return(CommunityFeed feed)
    {
        lock (_lock)
        {
            feed.Users--;
            feed.UsedAt = services.Time.GetTimestamp();
            if (services.RecentBytes > services.MaxRecentBytes)
            {
                ForgetLeastRecentlyUsed();
            }
        }
    }

    /// <summary>Makes room for a quarter of the whole, so that it does not happen often.</summary>
    private void ForgetLeastRecentlyUsed()
    {
        foreach (var feed in _feeds.Values.OrderBy(feed => feed.UsedAt))
        {
            if (services.RecentBytes <= services.MaxRecentBytes * 3 / 4)
            {
                break;
            }

            feed.ForgetRecent();
        }
    }

    /// <summary>Lets go what nobody needs. Once in a while, when a new one comes: without new ones there are not more than there were.</summary>
    private void Sweep()
    {
        var now = services.Time.GetTimestamp();
        if (services.Time.GetElapsedTime(_sweptAt, now) < MaxIdleTime)
        {
            return;
        }

        _sweptAt = now;
        foreach (var feed in _feeds.Values)
        {
            if (feed is { Users: 0, IsIdle: true }
                && services.Time.GetElapsedTime(feed.UsedAt, now) > MaxIdleTime
                && services.Connections.CountConnections(feed.Community) == 0)
            {
                _feeds.Remove(feed.Community);
            }
        }
    }
}
