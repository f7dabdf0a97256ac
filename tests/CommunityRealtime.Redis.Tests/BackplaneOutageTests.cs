using System.Diagnostics;
using System.Text;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Redis.Tests;

/// <summary>Redis dies, hangs, comes late and drops connections: messages flow again, and every subscriber is told to look into the store.</summary>
public sealed class BackplaneOutageTests : IAsyncLifetime
{
    /// <summary>How long a call may take that is said not to wait, on a busy machine.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly RedisServer _redis = new();
    private readonly CommunityId[] _communities = [.. Enumerable.Range(0, 50).Select(_ => Drafts.NewCommunity())];
    private readonly List<ChatServer> _servers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_KilledAndRestarted_AllSubscriptionsComeBackAndAreToldSo()
    {
        await _redis.StartAsync();
        var here = await StartServerAsync();
        var there = await StartServerAsync();
        await here.JoinedAsync();
        var subscribers = await SubscribeAllAsync(there);

        for (var round = 0; round < 3; round++)
        {
            var missed = subscribers.Select(subscriber => subscriber.Missed).ToArray();
            await _redis.KillAsync();
            await Patience.UntilAsync(() => !here.Backplane.Reaches(_communities[0]), "the loss to be seen");
            here.Backplane.Publish(_communities[0], "into the void"u8.ToArray());
            await _redis.StartAgainAsync();

            await ToldAgainAsync(subscribers, missed);
            await here.JoinedAsync();
            await AssertAllReceiveAsync(here, subscribers, $"after {round}");
        }
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_CutsSubscriptionsAgainAndAgain_EachTimeAllComeBack()
    {
        await _redis.StartAsync();
        var here = await StartServerAsync();
        var there = await StartServerAsync();
        await here.JoinedAsync();
        var subscribers = await SubscribeAllAsync(there);

        for (var round = 0; round < 10; round++)
        {
            var missed = subscribers.Select(subscriber => subscriber.Missed).ToArray();
            await _redis.CommandAsync("CLIENT", "KILL", "TYPE", "pubsub");

            await ToldAgainAsync(subscribers, missed);
            await AssertAllReceiveAsync(here, subscribers, $"after {round}");
        }
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_CutsAllConnections_AllComeBack()
    {
        await _redis.StartAsync();
        var here = await StartServerAsync();
        await here.JoinedAsync();
        var subscribers = await SubscribeAllAsync(here);
        var missed = subscribers.Select(subscriber => subscriber.Missed).ToArray();

        await _redis.CommandAsync("CLIENT", "KILL", "TYPE", "normal");
        await _redis.CommandAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await ToldAgainAsync(subscribers, missed);
        await here.JoinedAsync();
        await AssertAllReceiveAsync(here, subscribers, "after the cut");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_Paused_NothingWaitsAndSubscriptionsComeLater()
    {
        await _redis.StartAsync();
        var server = await StartServerAsync();
        await server.JoinedAsync();
        await _redis.CommandAsync("CLIENT", "PAUSE", "1500", "ALL");

        var started = Stopwatch.GetTimestamp();
        var subscriber = new RecordingSubscriber();
        using var subscription = server.Backplane.Subscribe(_communities[0], subscriber);
        server.Backplane.Publish(_communities[0], "paused"u8.ToArray());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Moment);
        Assert.Equal(0, subscriber.Missed);

        await subscriber.InForceAsync();
        await AssertAllReceiveAsync(server, [subscriber], "after the pause");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_Frozen_PublishNeverWaitsAndKeepsABoundedBacklog()
    {
        await _redis.StartAsync();
        var server = await StartServerAsync();
        await server.JoinedAsync();
        var subscribers = await SubscribeAllAsync(server);
        var message = new byte[16 * 1024];

        await _redis.FreezeAsync();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < 4_000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            server.Backplane.Publish(_communities[0], message);
            slowest = Max(slowest, Stopwatch.GetElapsedTime(started));
        }

        Assert.InRange(slowest, TimeSpan.Zero, Moment);
        Assert.False(server.Backplane.Reaches(_communities[0]), "64 MB wait for Redis.");
        await _redis.ThawAsync();
        await server.JoinedAsync();
        await AssertAllReceiveAsync(server, subscribers, "after the frost");

        static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_AbsentWhenTheHostStarts_HostStartsAndJoinsLater()
    {
        var started = Stopwatch.GetTimestamp();
        var server = await StartServerAsync();
        var subscribers = Subscribe(server);
        server.Backplane.Publish(_communities[0], "into the void"u8.ToArray());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        Assert.False(server.Backplane.Reaches(_communities[0]));
        Assert.Equal(HealthStatus.Degraded, await server.HealthAsync());
        await Patience.UntilAsync(() => HasLine(server, "Warning 2001"), "the warning");
        await _redis.StartAsync();

        await ToldAgainAsync(subscribers, new int[subscribers.Length]);
        await Patience.UntilAsync(async () => await server.HealthAsync() == HealthStatus.Healthy, "the health check");
        Assert.True(HasLine(server, "Information 2002"));
        await AssertAllReceiveAsync(server, subscribers, "after the start");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Host_StopsWhileRedisWasNeverThere_WithoutWaiting()
    {
        var server = await StartServerAsync();
        Subscribe(server);
        server.Presence.Enter(new PresentConnection(_communities[0], new UserId("42")));

        var started = Stopwatch.GetTimestamp();
        await server.DisposeAsync();
        _servers.Clear();

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Health_RedisPausedAndBack_SaysDegradedMeanwhile()
    {
        await _redis.StartAsync();
        var server = await StartServerAsync();
        await Patience.UntilAsync(async () => await server.HealthAsync() == HealthStatus.Healthy, "the health check");

        await _redis.FreezeAsync();
        Assert.Equal(HealthStatus.Degraded, await server.HealthAsync());
        await _redis.ThawAsync();

        await Patience.UntilAsync(async () => await server.HealthAsync() == HealthStatus.Healthy, "the health check");
    }

    private static bool HasLine(ChatServer server, string start)
        => server.Log.Lines.Any(line => line.StartsWith(start, StringComparison.Ordinal));

    private static Task ToldAgainAsync(RecordingSubscriber[] subscribers, int[] missed) => Patience.UntilAsync(
        () => subscribers.Zip(missed).All(pair => pair.First.Missed > pair.Second), "all subscribers to be told");

    /// <summary>One round is enough: whoever was told is subscribed.</summary>
    private async Task AssertAllReceiveAsync(ChatServer publisher, RecordingSubscriber[] subscribers, string text)
    {
        foreach (var community in _communities.Take(subscribers.Length))
        {
            publisher.Backplane.Publish(community, Encoding.UTF8.GetBytes(text));
        }

        foreach (var subscriber in subscribers)
        {
            while (Encoding.UTF8.GetString(await subscriber.NextAsync()) != text)
            {
            }
        }
    }

    private RecordingSubscriber[] Subscribe(ChatServer server)
    {
        var subscribers = _communities.Select(_ => new RecordingSubscriber()).ToArray();
        foreach (var (community, subscriber) in _communities.Zip(subscribers))
        {
            server.Backplane.Subscribe(community, subscriber);
        }

        return subscribers;
    }

    private async Task<RecordingSubscriber[]> SubscribeAllAsync(ChatServer server)
    {
        var subscribers = Subscribe(server);
        await Task.WhenAll(subscribers.Select(subscriber => subscriber.InForceAsync()));
        return subscribers;
    }

    private async Task<ChatServer> StartServerAsync()
    {
        var server = await ChatServer.StartAsync($"{_redis.ConnectionString},connectTimeout=1000");
        _servers.Add(server);
        return server;
    }
}
