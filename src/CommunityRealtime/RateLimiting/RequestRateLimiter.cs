namespace CommunityRealtime.RateLimiting;

/// <summary>Limits how fast one user asks over REST, on this server.</summary>
internal sealed class RequestRateLimiter(ChatRequestLimitOptions options) : IDisposable
{
    private readonly TokenBuckets<UserId>? _buckets = options.RequestsPerSecond > 0 ? new(options.RequestsPerSecond, options.Burst) : null;

    /// <summary>Whether there is a limit.</summary>
    public bool IsOn => _buckets is not null;

    /// <summary>Takes one request off a user's account.</summary>
    /// <returns><see langword="null"/> when the request may be answered, otherwise how long to wait.</returns>
    public TimeSpan? Take(UserId user) => _buckets?.Take(user);

    public void Dispose() => _buckets?.Dispose();
}
