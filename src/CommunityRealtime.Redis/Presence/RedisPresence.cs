using CommunityRealtime.Connections;
using CommunityRealtime.Presence;
using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Presence;

/// <summary>Who is connected to a community, on all servers that share the Redis.</summary>
internal sealed class RedisPresence(
    RedisConnection connection,
    RedisKeys keys,
    LocalPresence local,
    PresenceWriter writer,
    TimeProvider time,
    ILogger<RedisPresence> logger) : ICommunityPresence
{
    /// <summary>How long a list waits for what the other servers say.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    public void Enter(IChatConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (local.Enter(connection))
        {
            writer.Wake();
        }
    }

    public void Leave(IChatConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (local.Leave(connection))
        {
            writer.Wake();
        }
    }

    public async ValueTask<IReadOnlyCollection<UserId>> ListAsync(CommunityId community, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        connection.Start();
        var users = local.Users(community);
        if (connection.Current is { } redis)
        {
            try
            {
                var others = await LateFailures.Observe(ReadOthersAsync(redis.GetDatabase(), community))
                    .WaitAsync(MaxWait, time, cancellationToken).ConfigureAwait(false);
                foreach (var value in others)
                {
                    if (UserId.TryCreate(value, out var user))
                    {
                        users.Add(user);
                    }
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.PresenceNotRead(community, ExceptionTypes.Of(exception));
            }
        }

        return users;
    }

    /// <summary>This server's own users are left out: what is in memory is newer.</summary>
    private async Task<RedisValue[]> ReadOthersAsync(IDatabase redis, CommunityId community)
    {
        var servers = await redis.SortedSetRangeByRankAsync(keys.Servers(community)).ConfigureAwait(false);
        RedisKey[] sets = [.. servers.Where(server => server != writer.Server).Select(server => keys.Users(community, server))];
        return sets.Length == 0 ? [] : await redis.SetCombineAsync(SetOperation.Union, sets).ConfigureAwait(false);
    }
}
