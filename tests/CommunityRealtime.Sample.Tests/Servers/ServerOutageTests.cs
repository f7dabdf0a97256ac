using CommunityRealtime.TestSupport;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>Two samples, one of which stops: nothing that was acknowledged is lost, nothing is there twice.</summary>
public sealed class ServerOutageTests(ServersFixture servers) : SeveralServers(servers), IClassFixture<ServersFixture>
{
    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Server_KilledWhileMembersTalk_LosesNothingThatWasAcknowledgedAndRepeatsNothing()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, Community, 1);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(Community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select(sender => sender.SendAsync([here, there], 150)));
        while (watcher.Numbers.Length < 100)
        {
            await Task.Delay(5);
        }

        await here.CrashAsync();
        await sending;

        await AllSeeAsync(there, [watcher], senders);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Server_FrozenForTenSecondsWhileMembersTalk_CatchesUp()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 4).Select(user => new Sender(Community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select(sender => sender.SendAsync([here], 200, TimeSpan.FromMilliseconds(50))));
        await Task.Delay(ASecond);
        await there.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(10));
        await there.ThawAsync();
        await sending;

        await AllSeeAsync(here, watchers, senders);
    }
}
