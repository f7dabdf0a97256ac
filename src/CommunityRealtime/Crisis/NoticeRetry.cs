namespace CommunityRealtime.Crisis;

/// <summary>When a failed notice is tried again.</summary>
internal static class NoticeRetry
{
    /// <summary>The time until the next attempt: doubling, up to a limit, with up to a fifth less, so that servers do not all come back at once.</summary>
    /// <param name="attempts">How many attempts failed; 1 or more.</param>
    /// <param name="options">The delays.</param>
    public static TimeSpan Delay(int attempts, ChatCrisisOptions options)
    {
        var doubled = options.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30));
        var delay = Math.Min(doubled, options.MaxRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(delay * (1 - (Random.Shared.NextDouble() / 5)));
    }
}
