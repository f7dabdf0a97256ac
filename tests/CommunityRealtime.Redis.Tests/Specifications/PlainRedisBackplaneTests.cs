using CommunityRealtime.Broadcast;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests.Specifications;

[RunsOnMachinesWith("redis-server")]
public sealed class PlainRedisBackplaneTests(TwoServersWithoutShards servers) : BackplaneSpecification, IClassFixture<TwoServersWithoutShards>
{
    protected override IBackplane Here => servers.Here.Backplane;

    protected override IBackplane There => servers.There.Backplane;
}
