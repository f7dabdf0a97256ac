namespace CommunityRealtime.Redis.Tests.Support;

/// <summary>Two servers that wait long for an account, so that a busy test machine is not taken for a stuck Redis.</summary>
public sealed class TwoServersWithPatience : TwoServers
{
    protected override void Configure(RedisBackplaneOptions options) => options.RateLimitTimeout = TimeSpan.FromSeconds(5);
}
