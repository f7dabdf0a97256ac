using CommunityRealtime.Broadcast;
using CommunityRealtime.Redis.Connections;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>Carries messages over Redis: one channel for each community, subscribed to only while somebody here listens.</summary>
internal sealed class RedisBackplane(RedisConnection connection, Outbox outbox, Subscriptions subscriptions) : IBackplane
{
    /// <summary>The largest message that is carried, so that a foreign one cannot fill a server's memory through its subscribers.</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    public bool Reaches(CommunityId community)
    {
        Start();
        return outbox.IsOpen(community);
    }

    public void Publish(CommunityId community, ReadOnlyMemory<byte> message)
    {
        Start();
        outbox.Send(community, message);
    }

    public IDisposable Subscribe(CommunityId community, IBackplaneSubscriber subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Start();
        return subscriptions.Add(community, subscriber);
    }

    /// <remarks>The host starts both; a program without one starts them with its first use.</remarks>
    private void Start()
    {
        connection.Start();
        subscriptions.Start();
    }
}
