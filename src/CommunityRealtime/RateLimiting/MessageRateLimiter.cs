using System.Threading.RateLimiting;

namespace CommunityRealtime.RateLimiting;

/// <summary>Limits how fast one user sends in one community, over all of the user's connections on this server.</summary>
internal sealed class MessageRateLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<(CommunityId Community, UserId User)>? _limiter;

    public MessageRateLimiter(ChatRateLimitOptions options)
    {
        if (options.MessagesPerSecond > 0)
        {
            _limiter = PartitionedRateLimiter.Create<(CommunityId Community, UserId User), (CommunityId, UserId)>(
                sender => RateLimitPartition.GetTokenBucketLimiter(sender, _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.Burst,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1 / options.MessagesPerSecond),
                    QueueLimit = 0,
                }));
        }
    }

    /// <summary>Takes one frame off a user's account.</summary>
    /// <param name="community">Where the user sends.</param>
    /// <param name="user">Who sends.</param>
    /// <param name="retryAfter">How long to wait, when the account is empty.</param>
    /// <returns>Whether the frame may be handled.</returns>
    public bool TryTake(CommunityId community, UserId user, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_limiter is null)
        {
            return true;
        }

        using var lease = _limiter.AttemptAcquire((community, user));
        if (!lease.IsAcquired)
        {
            lease.TryGetMetadata(MetadataName.RetryAfter, out retryAfter);
        }

        return lease.IsAcquired;
    }

    public void Dispose() => _limiter?.Dispose();
}
