using System.Collections.Concurrent;
using CommunityRealtime.Broadcast;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A backplane that does to messages what it is told, as networks do.</summary>
internal sealed class UnreliableBackplane : IBackplane
{
    private readonly InProcessBackplane _inner = new();

    /// <summary>What becomes of a message: nothing, itself, or several; itself unless set.</summary>
    public volatile Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> Carry = message => [message];

    /// <summary>Everything that was published.</summary>
    public ConcurrentQueue<byte[]> Published { get; } = new();

    /// <summary>Who listens now.</summary>
    public ConcurrentDictionary<IBackplaneSubscriber, CommunityId> Subscribers { get; } = new();

    public bool Reaches(CommunityId community) => _inner.Reaches(community);

    public void Publish(CommunityId community, ReadOnlyMemory<byte> message)
    {
        Published.Enqueue(message.ToArray());
        foreach (var carried in Carry(message))
        {
            _inner.Publish(community, carried);
        }
    }

    public IDisposable Subscribe(CommunityId community, IBackplaneSubscriber subscriber)
    {
        Subscribers[subscriber] = community;
        return new Subscription(_inner.Subscribe(community, subscriber), () => Subscribers.TryRemove(subscriber, out _));
    }

    private sealed class Subscription(IDisposable inner, Action end) : IDisposable
    {
        public void Dispose()
        {
            inner.Dispose();
            end();
        }
    }
}
