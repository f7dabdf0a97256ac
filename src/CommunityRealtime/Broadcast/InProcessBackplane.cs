using System.Collections.Immutable;

namespace CommunityRealtime.Broadcast;

/// <summary>The default backplane: hosts in this process that share it hear each other, and nobody else does.</summary>
internal sealed class InProcessBackplane : IBackplane
{
    private readonly Lock _lock = new();
    private ImmutableDictionary<CommunityId, ImmutableArray<IBackplaneSubscriber>> _subscribers =
        ImmutableDictionary<CommunityId, ImmutableArray<IBackplaneSubscriber>>.Empty;

    /// <summary>A host alone would only hear itself.</summary>
    public bool Reaches(CommunityId community) => SubscribersOf(community).Length > 1;

    public void Publish(CommunityId community, ReadOnlyMemory<byte> message)
    {
        foreach (var subscriber in SubscribersOf(community))
        {
            subscriber.OnMessage(message);
        }
    }

    public IDisposable Subscribe(CommunityId community, IBackplaneSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        lock (_lock)
        {
            _subscribers = _subscribers.SetItem(community, SubscribersOf(community).Add(subscriber));
        }

        subscriber.OnMayHaveMissed();
        return new Subscription(() => Remove(community, subscriber));
    }

    private ImmutableArray<IBackplaneSubscriber> SubscribersOf(CommunityId community) =>
        Volatile.Read(ref _subscribers).TryGetValue(community, out var subscribers) ? subscribers : [];

    private void Remove(CommunityId community, IBackplaneSubscriber subscriber)
    {
        lock (_lock)
        {
            var left = SubscribersOf(community).Remove(subscriber);
            _subscribers = left.IsEmpty ? _subscribers.Remove(community) : _subscribers.SetItem(community, left);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
