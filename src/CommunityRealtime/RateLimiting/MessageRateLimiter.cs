using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.RateLimiting;

/// <summary>Limits how fast one user sends in one community, over all of the user's connections: on this server, and where there is a shared account on all of them.</summary>
internal sealed class MessageRateLimiter : IDisposable
{
    private readonly TokenBuckets<(CommunityId Community, UserId User)>? _buckets;
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
            _buckets = new(options.MessagesPerSecond, options.Burst);
        }
    }

    /// <summary>Takes one frame off a user's account.</summary>
    /// <param name="community">Where the user sends.</param>
    /// <param name="user">Who sends.</param>
    /// <returns><see langword="null"/> when the frame may be handled, otherwise how long to wait.</returns>
    public ValueTask<TimeSpan?> TakeAsync(CommunityId community, UserId user)
    {
        if (_buckets is null)
        {
            return default;
        }

        return _buckets.Take((community, user)) is { } retryAfter ? new(retryAfter)
            : _shared is null ? default
            : TakeSharedAsync(_shared, community, user);
    }

    public void Dispose() => _buckets?.Dispose();

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
