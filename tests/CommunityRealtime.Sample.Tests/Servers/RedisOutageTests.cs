using CommunityRealtime.TestSupport;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>Two samples whose Redis stops: nobody misses a message, and nobody waits.</summary>
public sealed class RedisOutageTests(ServersFixture servers) : SeveralServers(servers), IClassFixture<ServersFixture>
{
    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Redis_KilledAndRestartedWhileMembersTalk_DelaysAndLosesNothing()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(Community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 150, TimeSpan.FromMilliseconds(25))));
        await Task.Delay(ASecond);
        await Servers.Redis.KillAsync();
        await HealthIsAsync(there, "Degraded");
        await Servers.Redis.StartAgainAsync();
        await sending;

        // Nobody has left, or the watchers would have ended.
        await AllSeeAsync(here, watchers, senders);
        await HealthIsAsync(there, "Healthy");
        Assert.All(senders, sender => Assert.InRange(Percentile(sender.Waits, 0.99), TimeSpan.Zero, ASecond));
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Redis_PausedAndFrozenWhileMembersTalk_KeepsNobodyWaiting()
    {
        var (here, there) = await Servers.StartTwoAsync(more: [("CommunityChat__RateLimit__MessagesPerSecond", "1000")]);
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(Community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 150, TimeSpan.FromMilliseconds(25))));
        await Servers.Redis.CommandAsync("CLIENT", "PAUSE", "2000", "ALL");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Servers.Redis.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Servers.Redis.ThawAsync();
        await sending;

        await AllSeeAsync(here, watchers, senders);
        Assert.All(senders, sender => Assert.InRange(Percentile(sender.Waits, 0.99), TimeSpan.Zero, ASecond));
    }
}
