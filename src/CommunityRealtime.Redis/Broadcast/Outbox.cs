using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>Hands messages to Redis without waiting, and only as many as it keeps up with.</summary>
internal sealed class Outbox(RedisConnection connection, ChannelKind kind, RedisMetrics metrics, ILogger<RedisBackplane> logger)
{
    /// <summary>How much may be on its way when Redis stands still. Behind it messages are dropped, and the other servers read them from the store.</summary>
    private const int MaxWaitingBytes = 16 * 1024 * 1024;
    private const int MaxWaitingMessages = 10_000;

    private long _waitingBytes;
    private int _waitingMessages;

    public bool IsOpen(CommunityId community) => connection.IsConnected && kind.Find(community) is not null && HasRoom;

    private bool HasRoom => Volatile.Read(ref _waitingMessages) < MaxWaitingMessages && Interlocked.Read(ref _waitingBytes) < MaxWaitingBytes;

    public void Send(CommunityId community, ReadOnlyMemory<byte> message)
    {
        if (message.Length > RedisBackplane.MaxMessageBytes)
        {
            metrics.MessageUnsent();
            logger.MessageTooLarge(community, message.Length, RedisBackplane.MaxMessageBytes);
        }
        else if (connection.Current is not { } redis || kind.Find(community) is not { } channel)
        {
            Unsent(community, "not connected");
        }
        else if (!HasRoom)
        {
            Unsent(community, "too many wait");
        }
        else
        {
            _ = SendAsync(redis.GetSubscriber(), channel, community, message);
        }
    }

    private async Task SendAsync(ISubscriber subscriber, RedisChannel channel, CommunityId community, ReadOnlyMemory<byte> message)
    {
        Interlocked.Increment(ref _waitingMessages);
        Interlocked.Add(ref _waitingBytes, message.Length);
        try
        {
            await subscriber.PublishAsync(channel, message).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Unsent(community, ExceptionTypes.Of(exception));
        }
        finally
        {
            Interlocked.Add(ref _waitingBytes, -message.Length);
            Interlocked.Decrement(ref _waitingMessages);
        }
    }

    private void Unsent(CommunityId community, string reason)
    {
        metrics.MessageUnsent();
        logger.MessageUnsent(community, reason);
    }
}
