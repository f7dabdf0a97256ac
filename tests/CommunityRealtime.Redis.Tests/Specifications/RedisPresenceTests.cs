using CommunityRealtime.Presence;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests.Specifications;

[RunsOnMachinesWith("redis-server")]
public sealed class RedisPresenceTests(TwoServers servers) : CommunityPresenceSpecification, IClassFixture<TwoServers>
{
    protected override ICommunityPresence Here => servers.Here.Presence;

    protected override ICommunityPresence There => servers.There.Presence;
}
