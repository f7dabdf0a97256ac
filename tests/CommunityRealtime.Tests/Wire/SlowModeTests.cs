using System.Text.Json;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>One message in a while: for each user in each community that is in slow mode.</summary>
public sealed class SlowModeTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_SentTooEarly_IsRefusedAndTakenAfterTheWait(Transport transport)
    {
        await using var app = await StartAsync(transport: transport);
        var alice = await app.ConnectV1Async(42);
        var phoneOfAlice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);
        await PostAsync(alice, "one");
        await phoneOfAlice.ReceiveMessageAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        await alice.SendAsync("two", clientId: "a-2");
        await phoneOfAlice.SendAsync("two on the phone");
        var error = await alice.ReceiveJsonAsync("error");

        Assert.Equal(
            ("slow_mode", "a-2", 20_000L),
            (error.GetProperty("code").GetString(), error.GetProperty("client_id").GetString(), error.GetProperty("retry_after_ms").GetInt64()));
        Assert.Equal("This community is in slow mode. Try again in 20 s.", await phoneOfAlice.ReceiveErrorAsync());
        _time.Advance(TimeSpan.FromSeconds(19));
        await RefusedAsync(alice);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PostAsync(alice, "three");
        Assert.Equal(["one", "three"], [await ContentAsync(bob), await ContentAsync(bob)]);
    }

    [Fact]
    public async Task Message_OfAnotherUserOrInAnotherCommunity_WaitsForNothing()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);
        var aliceElsewhere = await app.ConnectV1Async(42, community: 1);

        await PostAsync(alice, "one");
        await bob.ReceiveMessageAsync();
        await PostAsync(bob, "two");
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(aliceElsewhere, $"elsewhere {i}");
        }
    }

    [Fact]
    public async Task Default_HoldsInEveryCommunityThatIsNotNamed()
    {
        await using var app = await StartAsync(options =>
        {
            options.SlowMode.Default = TimeSpan.FromHours(6);
            options.SlowMode.Communities["5"] = TimeSpan.Zero;
        });
        var here = await app.ConnectV1Async(42);
        var elsewhere = await app.ConnectV1Async(42, community: 1);

        await PostAsync(here, "one");
        await PostAsync(here, "two");
        await PostAsync(elsewhere, "one");

        Assert.Equal(21_600_000, (await RefusedAsync(elsewhere)).GetProperty("retry_after_ms").GetInt64());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Message_Anonymous_CountsAsTheUsersOwnAndNobodyElseLearnsOfIt(bool first, bool second)
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);

        await PostAsync(alice, "one", first);
        await alice.SendAsync("two", isAnonymous: second);
        var error = await alice.ReceiveJsonAsync("error");
        _time.Advance(Pause);
        await PostAsync(alice, "three", second);

        Assert.Equal("slow_mode", error.GetProperty("code").GetString());
        Assert.Equal(["one", "three"], [await ContentAsync(bob), await ContentAsync(bob)]);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Category.StartsWith("CommunityRealtime.", StringComparison.Ordinal) && line.Text.Contains("low mode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(CommunityRole.Moderator)]
    [InlineData(CommunityRole.Therapist)]
    [InlineData(CommunityRole.CareLead)]
    public async Task Message_OfAModeratorOrAbove_WaitsForNothingFromThePromotionOn(CommunityRole role)
    {
        await using var app = await StartAsync();
        var members = app.Services.GetRequiredService<ICommunityMemberStore>();
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");
        await RefusedAsync(alice);

        await members.SetAsync(new(5), new(42), CommunityMembership.Member(role), default);
        await PostAsync(alice, "two");
        await PostAsync(alice, "three");

        await members.SetAsync(new(5), new(42), CommunityMembership.Member(), default);
        await RefusedAsync(alice);
    }

    [Fact]
    public async Task Message_ThatIsRefusedOrWithheld_CostsNothing()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);

        await alice.SendTextAsync("not json");
        await alice.ReceiveJsonAsync("error");
        await alice.SendAsync("");
        await alice.ReceiveJsonAsync("error");
        await alice.SendAsync("I am going to kill myself tonight", clientId: "a-1");
        await alice.ReceiveJsonAsync("system");
        await alice.SendAsync("another text under the same id", clientId: "a-1");
        Assert.Equal("conflict", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());

        await PostAsync(alice, "one");
        await RefusedAsync(alice);
    }

    [Fact]
    public async Task Message_ThatCouldNotBeStored_CostsNothing()
    {
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectV1Async(42);

        for (var i = 0; i < 3; i++)
        {
            await alice.SendAsync("again");
            Assert.Equal("unavailable", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Message_InACrisis_IsHeardInSlowModeToo()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");

        await alice.SendAsync("I am going to kill myself tonight", clientId: "a-2");
        await alice.ReceiveJsonAsync("system");

        Assert.Single(await app.Services.GetRequiredService<ICrisisCaseStore>().ReadAsync(new CrisisQuery { Author = new UserId(42) }, default));
        Assert.Single(await app.HistoryAsync(43));
    }

    [Fact]
    public async Task Messages_InACrisisInSlowMode_AreLimitedLikeAllOthers()
    {
        await using var app = await StartAsync(options => (options.RateLimit.MessagesPerSecond, options.RateLimit.Burst) = (0.001, 2));
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");

        await alice.SendAsync("I am going to kill myself tonight", clientId: "a-2");
        await alice.ReceiveJsonAsync("system");
        await alice.SendAsync("I am going to kill myself tonight", clientId: "a-3");

        Assert.Equal("rate_limited", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Message_SentTooEarly_TakesNothingOffTheRateLimit()
    {
        await using var app = await StartAsync(options => (options.RateLimit.MessagesPerSecond, options.RateLimit.Burst) = (0.001, 2));
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");

        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync(alice);
        }

        _time.Advance(Pause);
        await PostAsync(alice, "two");
        _time.Advance(Pause);
        await alice.SendAsync("three");
        Assert.Equal("rate_limited", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Message_SentTooEarlyAgainAndAgain_ClosesTheSocket()
    {
        await using var app = await StartAsync(options => (options.RateLimit.MaxRefusals, options.RateLimit.RefusalsPerSecond) = (3, 1));
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");

        for (var i = 0; i < 3; i++)
        {
            await RefusedAsync(alice);
        }

        await alice.SendAsync("once more");
        Assert.Equal((null, "1008 flooding"), await alice.ReceiveTextOrCloseAsync());
    }

    [Fact]
    public async Task Message_SentAgainBecauseItsAnswerWasLost_IsAcknowledgedAtOnce()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);
        await alice.SendAsync("one", clientId: "a-1");
        await alice.ReceiveMessageAsync();
        await alice.ReceiveJsonAsync("ack");

        await alice.SendAsync("one", clientId: "a-1");
        var ack = await alice.ReceiveJsonAsync("ack");
        await alice.SendAsync("two", clientId: "a-1");
        var conflict = await alice.ReceiveJsonAsync("error");

        Assert.True(ack.GetProperty("duplicate").GetBoolean());
        Assert.Equal("conflict", conflict.GetProperty("code").GetString());
        await RefusedAsync(alice);
        Assert.Single(await app.HistoryAsync(43));
    }

    [Fact]
    public async Task Messages_SentAtOnceOverSeveralConnections_ArePostedOnce()
    {
        var store = new HeldAppends();
        await using var app = await StartAsync(services: services => services.AddSingleton<IMessageStore>(store));
        var connections = new List<ChatClient>();
        for (var i = 0; i < 4; i++)
        {
            connections.Add(await app.ConnectV1Async(42));
        }

        await Task.WhenAll(connections.Select(async connection =>
        {
            await connection.SendAsync("first");
            await connection.SendAsync("second");
        }));
        await Eventually.TrueAsync(() => store.Count == 1, "the first append");
        store.Release();
        var frames = new List<JsonElement>();
        foreach (var connection in connections)
        {
            frames.Add(await connection.ReceiveMessageAsync());
            frames.Add(await connection.ReceiveJsonAsync());
            frames.Add(await connection.ReceiveJsonAsync());
        }

        var answers = frames.Where(frame => frame.TryGetProperty("type", out _)).ToArray();
        Assert.Equal(1, answers.Count(frame => frame.GetProperty("type").GetString() == "ack"));
        Assert.Equal(7, answers.Count(frame => frame.GetProperty("type").GetString() == "error" && frame.GetProperty("code").GetString() == "slow_mode"));
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task Message_BehindOneThatCouldNotBeStored_IsPosted()
    {
        var first = new TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var messages = new InMemoryMessageStore();
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ReturnsForAnyArgs(_ => new ValueTask<AppendResult>(first.Task), call => messages.AppendAsync(call.Arg<MessageDraft>(), default));
        store.ReadAsync(default!, default).ReturnsForAnyArgs(call => messages.ReadAsync(call.Arg<MessageQuery>(), default));
        store.ReadHeadAsync(default, default).ReturnsForAnyArgs(call => messages.ReadHeadAsync(call.Arg<CommunityId>(), default));
        await using var app = await StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("lost", clientId: "a-1");
        await alice.SendAsync("posted", clientId: "a-2");
        first.SetException(new MessageStoreException());

        Assert.Equal("unavailable", (await alice.ReceiveJsonAsync("error")).GetProperty("code").GetString());
        Assert.Equal("posted", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Settings_OfTheHost_DecideAndChangeWithinSeconds()
    {
        var settings = Substitute.For<ICommunitySettings>();
        settings.FindAsync(default, default).ReturnsForAnyArgs(new CommunitySettings { SlowMode = Pause });
        await using var app = await StartAsync(options => options.SlowMode.Communities.Clear(), services => services.AddSingleton(settings));
        var alice = await app.ConnectV1Async(42);
        await PostAsync(alice, "one");
        await RefusedAsync(alice);

        settings.FindAsync(default, default).ReturnsForAnyArgs(CommunitySettings.Default);
        settings.ClearReceivedCalls();
        _time.Advance(TimeSpan.FromSeconds(5));
        await PostAsync(alice, "two");
        await PostAsync(alice, "three");

        Assert.Single(settings.ReceivedCalls());
    }

    private static async Task PostAsync(ChatClient client, string content, bool isAnonymous = false)
    {
        await client.SendAsync(content, isAnonymous);
        Assert.Equal(content, await ContentAsync(client));
        await client.ReceiveJsonAsync("ack");
    }

    private static async Task<JsonElement> RefusedAsync(ChatClient client)
    {
        await client.SendAsync("too early");
        var error = await client.ReceiveJsonAsync("error");
        Assert.Equal("slow_mode", error.GetProperty("code").GetString());
        return error;
    }

    private static async Task<string> ContentAsync(ChatClient client) => (await client.ReceiveMessageAsync()).GetProperty("content").GetString()!;

    /// <summary>A chat whose clock stands still, with slow mode in community 5; it pings nobody.</summary>
    private Task<ChatApp> StartAsync(
        Action<CommunityChatOptions>? configure = null, Action<IServiceCollection>? services = null, Transport transport = Transport.Direct) => ChatApp.StartAsync(
        options =>
        {
            options.SlowMode.Communities["5"] = Pause;
            options.Sockets.KeepAliveInterval = TimeSpan.FromMinutes(10);
            configure?.Invoke(options);
        },
        added =>
        {
            added.AddSingleton<TimeProvider>(_time);
            services?.Invoke(added);
        },
        transport: transport);
}
