namespace CommunityRealtime.Crisis;

/// <summary>The time as cases hold it.</summary>
internal static class CrisisTime
{
    /// <summary>Now, UTC, cut to whole milliseconds before its first use, so that every store keeps the same.</summary>
    public static DateTimeOffset NowInMilliseconds(this TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
