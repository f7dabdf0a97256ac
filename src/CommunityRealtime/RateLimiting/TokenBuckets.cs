using System.Threading.RateLimiting;

namespace CommunityRealtime.RateLimiting;

/// <summary>A token bucket of this server for each key; those that are not used for a while are forgotten. May be used from many threads.</summary>
internal sealed class TokenBuckets<TKey> : IDisposable
    where TKey : notnull
{
    private readonly PartitionedRateLimiter<TKey> _limiter;

    /// <param name="perSecond">How many tokens come back each second, more than 0.</param>
    /// <param name="burst">How many tokens there are after a rest.</param>
    public TokenBuckets(double perSecond, int burst) => _limiter = PartitionedRateLimiter.Create<TKey, TKey>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1 / perSecond),
            QueueLimit = 0,
        }));

    /// <summary>Takes a token.</summary>
    /// <returns><see langword="null"/> when there was one, otherwise how long to wait.</returns>
    public TimeSpan? Take(TKey key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.Zero;
    }

    public void Dispose() => _limiter.Dispose();
}
