namespace CommunityRealtime.Broadcast;

/// <summary>Keeps a feed alive while somebody works with it.</summary>
internal readonly struct FeedLease(CommunityFeeds feeds, CommunityFeed feed) : IDisposable
{
    public CommunityFeed Feed => feed;

    public void Dispose() => feeds.Return(feed);
}
