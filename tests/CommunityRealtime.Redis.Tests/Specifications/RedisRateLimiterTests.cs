using CommunityRealtime.RateLimiting;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests.Specifications;

[RunsOnMachinesWith("redis-server")]
public sealed class RedisRateLimiterTests(TwoServersWithPatience servers) : SharedRateLimiterSpecification, IClassFixture<TwoServersWithPatience>
{
    protected override ISharedRateLimiter Here => servers.Here.Limiter;

    protected override ISharedRateLimiter There => servers.There.Limiter;
}
