using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using CommunityRealtime.TestSupport.Redis;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>Two samples, one of which hears Redis badly.</summary>
public sealed class UnreliableRedisTests(ServersFixture servers) : SeveralServers(servers), IClassFixture<ServersFixture>
{
    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Messages_LostRepeatedAndSwappedOnTheirWay_ArriveOnceAndInOrder()
    {
        await using var proxy = new PubSubProxy(Servers.Redis.Port, seed: 4711);
        var (here, there) = await StartAsync(proxy);
        await using var one = here;
        await using var two = there;
        proxy.Trouble = PubSubTrouble.Unreliable;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(Community, user)).ToArray();

        await Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 100)));

        await AllSeeAsync(here, watchers, senders);
        Assert.InRange(proxy.Disturbed, 20, int.MaxValue);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task LastMessage_LostOnItsWay_ArrivesWithinTheIntervalAlthoughNothingFollows()
    {
        await using var proxy = new PubSubProxy(Servers.Redis.Port, seed: 1);
        var (here, there) = await StartAsync(proxy);
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, Community, 1);
        var sender = new Sender(Community, 101);
        await sender.SendAsync([here], 1);
        await watcher.SeesAsync(1, Soon);

        proxy.Trouble = PubSubTrouble.Silence;
        await new Sender(Community, 102).SendAsync([here], 1);

        await watcher.SeesAsync(2, ServersFixture.CompareInterval + ASecond);
        Assert.Equal(1, proxy.Disturbed);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Messages_WhileTheLinkToRedisIsCut_ArriveWithinTheIntervalAndAtOnceWhenItIsMended()
    {
        await using var proxy = new PubSubProxy(Servers.Redis.Port, seed: 1);
        var (here, there) = await StartAsync(proxy);
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, Community, 1);
        var sender = new Sender(Community, 101);
        await sender.SendAsync([here], 1);
        await watcher.SeesAsync(1, Soon);

        await proxy.CutAsync();
        await HealthIsAsync(there, "Degraded");
        await new Sender(Community, 102).SendAsync([here], 1);
        await watcher.SeesAsync(2, ServersFixture.CompareInterval + ASecond);

        proxy.Mend();
        await HealthIsAsync(there, "Healthy");
        await new Sender(Community, 103).SendAsync([here], 1);
        await watcher.SeesAsync(3, ASecond);
    }

    /// <summary>The second one hears Redis through the proxy.</summary>
    private Task<(SampleHost Here, SampleHost There)> StartAsync(PubSubProxy proxy) =>
        Servers.StartTwoAsync(withRedis: true, redisOfTheSecond: proxy.ConnectionString);
}
