using CommunityRealtime.Redis.Connections;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Presence;

/// <summary>Writes who is in one community on one server, in one step, by Redis' own clock.</summary>
/// <remarks>
/// A server's users are one set that ends unless it is renewed: nobody has to notice that a server died. The sorted set beside it only says which
/// sets to look for.
/// </remarks>
internal static class PresenceScript
{
    /// <summary>How many users one call holds, so that it keeps Redis busy for a millisecond and no longer.</summary>
    private const int MaxUsers = 5_000;

    private const string Script = """
        local servers, users = KEYS[1], KEYS[2]
        local server, timeout = ARGV[1], tonumber(ARGV[2])
        local replace, entered = ARGV[3] == '1', tonumber(ARGV[4])
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        if replace then redis.call('DEL', users) end
        if entered > 0 then redis.call('SADD', users, unpack(ARGV, 5, 4 + entered)) end
        if #ARGV > 4 + entered then redis.call('SREM', users, unpack(ARGV, 5 + entered)) end
        redis.call('ZREMRANGEBYSCORE', servers, '-inf', now)
        local count = redis.call('SCARD', users)
        if count == 0 then
            redis.call('ZREM', servers, server)
        else
            redis.call('PEXPIRE', users, timeout)
            redis.call('ZADD', servers, now + timeout, server)
            redis.call('PEXPIRE', servers, timeout)
        end
        return count
        """;

    /// <returns>How many users of the server Redis holds afterwards.</returns>
    public static async Task<long> WriteAsync(IDatabase redis, RedisKeys keys, RedisValue server, TimeSpan timeout, PresenceChange change)
    {
        RedisKey[] names = [keys.Servers(change.Community), keys.Users(change.Community, server)];
        var replace = change.Replace;
        var entered = change.Entered.AsMemory();
        var left = change.Left.AsMemory();
        while (true)
        {
            var adding = entered[..Math.Min(entered.Length, MaxUsers)];
            var removing = left[..Math.Min(left.Length, MaxUsers - adding.Length)];
            RedisValue[] arguments = [server, (long)timeout.TotalMilliseconds, replace, adding.Length, .. adding.Span, .. removing.Span];
            var count = (long)await redis.ScriptEvaluateAsync(Script, names, arguments).ConfigureAwait(false);

            replace = false;
            entered = entered[adding.Length..];
            left = left[removing.Length..];
            if (entered.IsEmpty && left.IsEmpty)
            {
                return count;
            }
        }
    }
}
