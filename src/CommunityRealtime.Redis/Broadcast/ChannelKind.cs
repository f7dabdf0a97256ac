using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>Knows whether Redis has sharded channels, which a cluster carries on one node only, and gives each community its channel.</summary>
/// <remarks>
/// It tries one: versions say little about servers that only speak Redis' protocol, and all servers of a chat must come to the same answer,
/// since a message on a sharded channel does not reach a plain one. It is asked again after every lost connection.
/// </remarks>
internal sealed class ChannelKind(RedisConnection connection, RedisKeys keys, ILogger<RedisBackplane> logger)
{
    private readonly Lock _lock = new();
    private Task<bool>? _asking;
    private int _askedIn;
    private volatile object? _sharded;

    /// <summary>A community's channel as far as is known; <see langword="null"/> before Redis was asked.</summary>
    public RedisChannel? Find(CommunityId community) => _sharded is bool sharded ? keys.Channel(community, sharded) : default(RedisChannel?);

    /// <summary>A community's channel. Redis is asked once in each generation of the connection.</summary>
    /// <exception cref="RedisException">Redis was not reached, or is not ready yet.</exception>
    public async Task<RedisChannel> FindAsync(CommunityId community, int generation)
        => keys.Channel(community, await IsShardedAsync(generation).ConfigureAwait(false));

    /// <summary>Whether Redis has sharded channels.</summary>
    /// <exception cref="RedisException">Redis was not reached, or is not ready yet.</exception>
    public Task<bool> IsShardedAsync(int generation)
    {
        lock (_lock)
        {
            if (_asking is null or { IsCompleted: true, IsCompletedSuccessfully: false } || _askedIn != generation)
            {
                _askedIn = generation;
                _asking = LateFailures.Observe(AskAsync());
            }

            return _asking;
        }
    }

    private async Task<bool> AskAsync()
    {
        var redis = connection.Current ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "Redis is not reached.");
        bool sharded;
        try
        {
            await redis.GetSubscriber().PublishAsync(keys.ShardedProbe, RedisValue.EmptyString).ConfigureAwait(false);
            sharded = true;
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            sharded = false;
        }

        if (!Equals(_sharded, sharded))
        {
            _sharded = sharded;
            logger.ChannelKindFound(sharded ? "sharded" : "plain");
        }

        return sharded;
    }

    /// <summary>Unknown, switched off or not allowed; any other error, such as LOADING or CLUSTERDOWN, may pass.</summary>
    private static bool IsRefusal(Exception exception) => exception is RedisCommandException
        || (exception is RedisServerException
            && (exception.Message.StartsWith("ERR", StringComparison.Ordinal) || exception.Message.StartsWith("NOPERM", StringComparison.Ordinal)));
}
