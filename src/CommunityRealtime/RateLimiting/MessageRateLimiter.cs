using System.Threading.RateLimiting;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.RateLimiting;

/// <summary>Limits how fast one user sends in one community, over all of the user's connections: on this server, and where there is a shared account on all of them.</summary>
internal sealed class MessageRateLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<(CommunityId Community, UserId User)>? _limiter;
    private readonly ChatRateLimitOptions _options;
    private readonly ISharedRateLimiter? _shared;
    private readonly ILogger _logger;

    public MessageRateLimiter(ChatRateLimitOptions options, ILogger<MessageRateLimiter> logger, ISharedRateLimiter? shared = null)
    {
        _options = options;
        _logger = logger;
        _shared = shared;
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
    /// <returns><see langword="null"/> when the frame may be handled, otherwise how long to wait.</returns>
    public ValueTask<TimeSpan?> TakeAsync(CommunityId community, UserId user)
    {
        if (_limiter is null)
        {
            return default;
        }

        return TakeHere(_limiter, community, user) is { } retryAfter ? new(retryAfter)
            : _shared is null ? default
            : TakeSharedAsync(_shared, community, user);
    }

    public void Dispose() => _limiter?.Dispose();

    private static TimeSpan? TakeHere(PartitionedRateLimiter<(CommunityId Community, UserId User)> limiter, CommunityId community, UserId user)
    {
        using var lease = limiter.AttemptAcquire((community, user));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.Zero;
    }

    private async ValueTask<TimeSpan?> TakeSharedAsync(ISharedRateLimiter shared, CommunityId community, UserId user)
    {
        try
        {
            var wait = await shared.TakeAsync(community, user, _options.MessagesPerSecond, _options.Burst, CancellationToken.None).ConfigureAwait(false);
            return wait > TimeSpan.Zero ? wait : null;
        }
        catch (Exception exception)
        {
            _logger.SharedRateLimitFailed(community, ExceptionTypes.Of(exception));
            return null;
        }
    }
}
