using System.Text.Json.Nodes;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>Two samples, one PostgreSQL, one Redis, all real: they behave as one.</summary>
public sealed class ServersTests(ServersFixture servers) : SeveralServers(servers), IClassFixture<ServersFixture>
{
    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Messages_FromBothServers_ReachEveryoneOnceAndInOneOrder()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var watchers = await WatchAsync(here, there);
        var senders = Enumerable.Range(101, 16).Select(user => new Sender(Community, user)).ToArray();

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
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var author = await Watcher.JoinAsync(there, Community, 7);
        using var other = await Watcher.JoinAsync(there, Community, 8);

        await new Sender(Community, 7).SendAsync([here], 1);
        await Task.WhenAll(author.SeesAsync(1, Soon), other.SeesAsync(1, Soon));

        Assert.Equal(7, author.Messages.Single()["user_id"]!.GetValue<long>());
        Assert.Null(other.Messages.Single()["user_id"]);
    }

    [FactOnMachinesWith("initdb")]
    public async Task Messages_WithoutRedis_ReachTheOtherServerWithinTheInterval()
    {
        var (here, there) = await Servers.StartTwoAsync(withRedis: false);
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, Community, 1);

        await new Sender(Community, 101).SendAsync([here], 3);

        await watcher.SeesAsync(3, ServersFixture.CompareInterval + ASecond);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Noise_OnTheChannel_IsShownToNobodyAndHurtsNothing()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        using var watcher = await Watcher.JoinAsync(there, Community, 1);
        await new Sender(Community, 101).SendAsync([here], 1);
        await watcher.SeesAsync(1, Soon);
        var channel = (await Servers.Redis.CommandAsync("PUBSUB", "SHARDCHANNELS")).Split('\n').Single(name => name.Contains($"{Community}", StringComparison.Ordinal)).Trim();

        foreach (var noise in new[] { string.Empty, "\u0001", "hello", "{\"type\":\"message\"}", new string('\u0001', 100), new string('x', 1_000_000) })
        {
            // The watcher's server hears it, and the sender's as long as it has not left the channel yet.
            Assert.Matches("^[12]", await Servers.Redis.CommandAsync("SPUBLISH", channel, noise));
        }

        await new Sender(Community, 102).SendAsync([here], 20);
        await watcher.SeesAsync(21, Soon);
        Assert.DoesNotContain("says 10", there.Output, StringComparison.Ordinal);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Member_RemovedOrBannedOnOneServer_LosesTheSocketOnTheOther()
    {
        var (here, there) = await Servers.StartTwoAsync(more: [("CommunityChat__Membership__Open", "false")]);
        await using var one = here;
        await using var two = there;
        foreach (var user in new[] { 201, 202, 203 })
        {
            await SetAsync(here, user, "member");
        }

        using var bob = await Watcher.JoinAsync(there, Community, 201);
        using var carol = await Watcher.JoinAsync(there, Community, 202);
        using var dave = await Watcher.JoinAsync(there, Community, 203);
        await HealthIsAsync(here, "Healthy");
        await HealthIsAsync(there, "Healthy");

        await SetAsync(here, 201, "none");
        Assert.Equal("1008 not_a_member", await bob.Closed.WaitAsync(ASecond));
        await SetAsync(here, 202, "banned");
        Assert.Equal("1008 banned", await carol.Closed.WaitAsync(ASecond));

        await Servers.Redis.KillAsync();
        try
        {
            await SetAsync(here, 203, "none");
            Assert.Equal("1008 not_a_member", await dave.Closed.WaitAsync(TimeSpan.FromSeconds(3)));
        }
        finally
        {
            await Servers.Redis.StartAgainAsync();
        }
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task Client_ThatMovesFromServerToServerWhileOthersTalk_GetsEverythingOnceAndInOrder()
    {
        var (here, there) = await Servers.StartTwoAsync();
        await using var one = here;
        await using var two = there;
        var senders = Enumerable.Range(101, 4).Select(user => new Sender(Community, user)).ToArray();
        var sending = Task.WhenAll(senders.Select((sender, i) => sender.SendAsync([i % 2 == 0 ? here : there], 100, TimeSpan.FromMilliseconds(20))));

        List<long> seen = [0];
        for (var visit = 0; seen[^1] < 400; visit++)
        {
            var host = visit % 2 == 0 ? here : there;
            using var socket = await Support.JsonSocket.ConnectAsync(
                host.Socket($"/api/communities/ws/{Community}?after={seen[^1]}&token={ServersFixture.TokenFor(1)}"), "community-chat.v1");
            var until = seen.Count + 15;
            while (seen.Count < until && seen[^1] < 400)
            {
                var frame = await socket.ReceiveAsync();
                Assert.NotEqual("reset", frame["type"]!.GetValue<string>());
                if (frame["seq"] is { } number && frame["type"]!.GetValue<string>() == "message")
                {
                    seen.Add(number.GetValue<long>());
                }
            }
        }

        await sending;
        Assert.Equal(Enumerable.Range(0, 401).Select(number => (long)number), seen);
    }

    [FactOnMachinesWith("initdb", "redis-server")]
    public async Task RateLimit_OfOneUserOnBothServers_IsOne()
    {
        // A Redis that does not answer within the time is not asked; on a busy machine that is more than the default.
        var (here, there) = await Servers.StartTwoAsync(more:
        [
            ("CommunityChat__RateLimit__MessagesPerSecond", "0.01"), ("CommunityChat__RateLimit__Burst", "10"),
            ("CommunityChat__Redis__RateLimitTimeout", "00:00:05"),
        ]);
        await using var one = here;
        await using var two = there;
        await HealthIsAsync(here, "Healthy");
        await HealthIsAsync(there, "Healthy");

        var outcomes = await Task.WhenAll(OutcomesAsync(here), OutcomesAsync(there));

        Assert.Equal(10, outcomes.SelectMany(outcome => outcome).Count(type => type == "ack"));

        async Task<List<string>> OutcomesAsync(SampleHost host)
        {
            using var socket = await Support.JsonSocket.ConnectAsync(
                host.Socket($"/api/communities/ws/{Community}?token={ServersFixture.TokenFor(101)}"), "community-chat.v1");
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
}
