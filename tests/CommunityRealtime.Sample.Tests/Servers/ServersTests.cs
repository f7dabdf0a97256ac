using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>Two samples, one PostgreSQL, one Redis, all real: whatever becomes of one of them, nobody misses or repeats a message.</summary>
public sealed class ServersTests(ServersFixture servers) : IClassFixture<ServersFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);

    private readonly int _community = ServersFixture.NewCommunity();

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Messages_FromBothServers_ReachEveryoneOnceAndInOneOrder()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 16).Select(user => new Sender(_community, user)).ToArray();

        await Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 60)));

        await AllSeeAsync(here, watchers, senders);
        foreach (var watcher in watchers)
        {
            watcher.Dispose();
        }
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task AnonymousMessage_OnTheOtherServer_IsKnownToItsAuthorAlone()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var author = await Watcher.JoinAsync(there, _community, 7);
        using var other = await Watcher.JoinAsync(there, _community, 8);

        await new Sender(_community, 7).SendAsync([here], 1);
        await Task.WhenAll(author.SeesAsync(1, Soon), other.SeesAsync(1, Soon));

        Assert.Equal(7, author.Messages.Single()["user_id"]!.GetValue<long>());
        Assert.Null(other.Messages.Single()["user_id"]);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Redis_KilledAndRestartedWhileMembersTalk_DelaysAndLosesNothing()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(_community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 150, TimeSpan.FromMilliseconds(25))));
        await Task.Delay(ASecond);
        await servers.Redis.KillAsync();
        await HealthIsAsync(there, "Degraded");
        await servers.Redis.StartAgainAsync();
        await sending;

        // Nobody has left, or the watchers would have ended.
        await AllSeeAsync(here, watchers, senders);
        await HealthIsAsync(there, "Healthy");
        Assert.All(senders, sender => Assert.InRange(Percentile(sender.Waits, 0.99), TimeSpan.Zero, ASecond));
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Redis_PausedAndFrozenWhileMembersTalk_KeepsNobodyWaiting()
    {
        var (here, there) = await servers.StartTwoAsync(more: [("CommunityChat__RateLimit__MessagesPerSecond", "1000")]);
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(_community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 150, TimeSpan.FromMilliseconds(25))));
        await servers.Redis.CommandAsync("CLIENT", "PAUSE", "2000", "ALL");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await servers.Redis.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await servers.Redis.ThawAsync();
        await sending;

        await AllSeeAsync(here, watchers, senders);
        Assert.All(senders, sender => Assert.InRange(Percentile(sender.Waits, 0.99), TimeSpan.Zero, ASecond));
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Server_KilledWhileMembersTalk_LosesNothingThatWasAcknowledgedAndRepeatsNothing()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, _community, 1);
        var senders = Enumerable.Range(101, 8).Select(user => new Sender(_community, user)).ToArray();

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
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 4).Select(user => new Sender(_community, user)).ToArray();

        var sending = Task.WhenAll(senders.Select(sender => sender.SendAsync([here], 200, TimeSpan.FromMilliseconds(50))));
        await Task.Delay(ASecond);
        await there.FreezeAsync();
        await Task.Delay(TimeSpan.FromSeconds(10));
        await there.ThawAsync();
        await sending;

        await AllSeeAsync(here, watchers, senders);
    }

    [FactOnMachinesWith("initdb")]
    public async Task Messages_WithoutRedis_ReachTheOtherServerWithinTheInterval()
    {
        var (here, there) = await servers.StartTwoAsync(withRedis: false);
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, _community, 1);

        await new Sender(_community, 101).SendAsync([here], 3);

        await watcher.SeesAsync(3, ServersFixture.CompareInterval + ASecond);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Noise_OnTheChannel_IsShownToNobodyAndHurtsNothing()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, _community, 1);
        await new Sender(_community, 101).SendAsync([here], 1);
        await watcher.SeesAsync(1, Soon);
        var channel = (await servers.Redis.CommandAsync("PUBSUB", "SHARDCHANNELS")).Split('\n').Single(name => name.Contains($"{_community}", StringComparison.Ordinal)).Trim();

        foreach (var noise in new[] { string.Empty, "\u0001", "hello", "{\"type\":\"message\"}", new string('\u0001', 100), new string('x', 1_000_000) })
        {
            Assert.StartsWith("1", await servers.Redis.CommandAsync("SPUBLISH", channel, noise), StringComparison.Ordinal);
        }

        await new Sender(_community, 102).SendAsync([here], 20);
        await watcher.SeesAsync(21, Soon);
        Assert.DoesNotContain("says 10", there.Output, StringComparison.Ordinal);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Member_BannedOnOneServer_LosesTheSocketOnTheOther()
    {
        var (here, there) = await servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var bob = await Watcher.JoinAsync(there, _community, 43);
        using var carol = await Watcher.JoinAsync(there, _community, 44);

        await SetAsync(here, 43, "banned");
        Assert.Equal("1008 banned", await bob.Closed.WaitAsync(ASecond));

        await servers.Redis.KillAsync();
        try
        {
            await SetAsync(here, 44, "banned");
            Assert.Equal("1008 banned", await carol.Closed.WaitAsync(TimeSpan.FromSeconds(3)));
        }
        finally
        {
            await servers.Redis.StartAgainAsync();
        }
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task RateLimit_OfOneUserOnBothServers_IsOne()
    {
        var (here, there) = await servers.StartTwoAsync(more: [("CommunityChat__RateLimit__MessagesPerSecond", "0.01"), ("CommunityChat__RateLimit__Burst", "10")]);
        await using var one = here;
        await using var two = there;
        await HealthIsAsync(here, "Healthy");
        await HealthIsAsync(there, "Healthy");

        var outcomes = await Task.WhenAll(OutcomesAsync(here), OutcomesAsync(there));

        Assert.Equal(10, outcomes.SelectMany(outcome => outcome).Count(type => type == "ack"));

        async Task<List<string>> OutcomesAsync(SampleHost host)
        {
            using var socket = await Support.JsonSocket.ConnectAsync(
                host.Socket($"/api/communities/ws/{_community}?token={ServersFixture.TokenFor(101)}"), "community-chat.v1");
            List<string> types = [];
            for (var i = 0; i < 10; i++)
            {
                await socket.SendAsync(new JsonObject { ["type"] = "message", ["content"] = "hi", ["client_id"] = $"{host.Address.Port}-{i}" }.ToJsonString());
            }

            while (types.Count < 10)
            {
                var frame = await socket.ReceiveAsync();
                if (frame["client_id"] is not null)
                {
                    types.Add(frame["type"]!.GetValue<string>());
                }
            }

            return types;
        }
    }

    private static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static async Task HealthIsAsync(SampleHost host, string status)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        await Support.Eventually.TrueAsync(async () => await http.GetStringAsync("/health") == status, $"health {status}");
    }

    private static async Task AllSeeAsync(SampleHost host, IReadOnlyCollection<Watcher> watchers, IReadOnlyCollection<Sender> senders)
    {
        var history = await ServersFixture.ReadHistoryAsync(host, senders.First().Community);
        var acknowledged = senders.SelectMany(sender => sender.Acknowledged).ToArray();

        // Every acknowledged message is there under its number, and nothing else is.
        Assert.Equal(Enumerable.Range(1, history.Count).Select(number => (long)number), history.Select(message => message["id"]!.GetValue<long>()));
        Assert.Equal(
            acknowledged.Select(sent => (sent.Value, $"says {sent.Key}")).Order(),
            history.Select(message => (message["id"]!.GetValue<long>(), message["content"]!.GetValue<string>())).Order());
        await Task.WhenAll(watchers.Select(watcher => watcher.SeesAsync(history.Count, Soon)));
    }

    private async Task<Watcher[]> WatchAsync(SampleHost here, SampleHost there) =>
    [
        await Watcher.JoinAsync(here, _community, 1),
        await Watcher.JoinAsync(here, _community, 2, isPlain: true),
        await Watcher.JoinAsync(there, _community, 3),
        await Watcher.JoinAsync(there, _community, 4, isPlain: true),
    ];

    private async Task SetAsync(SampleHost host, int user, string status)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.PostAsJsonAsync("/api/dev/members", new { community_id = _community, user_id = user, status });
        response.EnsureSuccessStatusCode();
    }
}
