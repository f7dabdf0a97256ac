using CommunityRealtime.Broadcast;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>One subscriber of a community. Disposing it ends the subscription.</summary>
internal sealed class Listener(IBackplaneSubscriber subscriber, Action<Listener> leave) : IDisposable
{
    public IBackplaneSubscriber Subscriber { get; } = subscriber;

    /// <summary>The generation of the connection in which it was told that it may have missed messages; guarded by its channel's lock.</summary>
    public int ToldIn { get; set; }

    public void Dispose() => leave(this);
}
