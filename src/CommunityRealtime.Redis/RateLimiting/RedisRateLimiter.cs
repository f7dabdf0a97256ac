using CommunityRealtime.RateLimiting;
using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Redis.RateLimiting;

/// <summary>One account for each user and community, shared by all servers.</summary>
internal sealed class RedisRateLimiter(
    RedisConnection connection,
    RedisKeys keys,
    IOptions<RedisBackplaneOptions> options,
    TimeProvider time,
    ILogger<RedisRateLimiter> logger) : ISharedRateLimiter
{
    /// <summary>How long Redis is left alone after it did not answer in time, so that a stuck one delays one message a second and not each.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A year, in microseconds: slower is the same as never, and larger numbers would not be exact.</summary>
    private const double MaxInterval = 365.0 * TimeSpan.MicrosecondsPerDay;

    /// <summary>
    /// A token bucket in one number, the moment at which the account is full again. A script of our own: taking must be one step on all servers, by
    /// Redis' clock, since those of the servers differ.
    /// </summary>
    private const string Script = """
        local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local full = tonumber(redis.call('GET', KEYS[1])) or now
        full = math.min(math.max(full, now), now + capacity) + interval
        if full - now > capacity then return full - now - capacity end
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
        return 0
        """;

    private readonly TimeSpan _timeout = options.Value.RateLimitTimeout;
    private long _askAgainAt;

    public async ValueTask<TimeSpan> TakeAsync(
        CommunityId community, UserId user, double perSecond, int burst, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        connection.Start();
        if (connection.Current is not { } redis || !MayAsk())
        {
            return TimeSpan.Zero;
        }

        var interval = Math.Min(Math.Ceiling(TimeSpan.MicrosecondsPerSecond / perSecond), MaxInterval);
        try
        {
            var asking = redis.GetDatabase().ScriptEvaluateAsync(Script, [keys.Account(community, user)], [interval, interval * burst]);
            var microseconds = (long)await LateFailures.Observe(asking).WaitAsync(_timeout, time, cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _askAgainAt, 0);
            return TimeSpan.FromMicroseconds(microseconds);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Rest(exception);
            return TimeSpan.Zero;
        }
    }

    /// <summary>After a rest one message asks first; the others ask when it had an answer.</summary>
    private bool MayAsk()
    {
        var at = Interlocked.Read(ref _askAgainAt);
        var now = time.GetTimestamp();
        return at == 0 || (now >= at && Interlocked.CompareExchange(ref _askAgainAt, now + PauseTicks(), at) == at);
    }

    private void Rest(Exception exception)
    {
        if (Interlocked.Exchange(ref _askAgainAt, time.GetTimestamp() + PauseTicks()) == 0)
        {
            logger.RateLimitNotAsked(ExceptionTypes.Of(exception), Pause);
        }
    }

    private long PauseTicks() => (long)(Pause.TotalSeconds * time.TimestampFrequency);
}
