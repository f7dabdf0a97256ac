using System.Net.WebSockets;
using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Connections come, fall behind, come back and go.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connection_Closed_IsNoLongerCounted(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var manager = app.Services.GetRequiredService<IConnectionManager>();
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);
        Assert.Equal((2, 2), (manager.ConnectionCount, manager.CountConnections(new(5))));

        await alice.CloseAsync();
        bob.Socket.Abort();

        await Eventually.TrueAsync(() => manager.ConnectionCount == 0 && manager.CountConnections(new(5)) == 0);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, alice.Socket.CloseStatus);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_AsSoonAsTheSocketIsOpen_MissesNothing(Transport transport)
    {
        using var gate = new ManualResetEventSlim();
        var connections = new RecordingConnections { BeforeConnect = () => gate.Wait(ChatClient.Deadline) };
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<IConnectionManager>(connections), transport: transport);

        var opening = app.ConnectAsync(42);
        var early = await Task.WhenAny(opening, Task.Delay(TimeSpan.FromMilliseconds(200)));
        gate.Set();

        Assert.NotSame(opening, early);
        await opening;
        Assert.Equal(1, app.Connections.CountConnections(new(5)));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WithAfter_ReplaysWhatCameSinceAndGoesLiveWithoutGapOrRepeat(Transport transport)
    {
        const int Messages = 1_000;
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await alice.SendAsync($"message {i}", isAnonymous: i % 2 == 0);
            }
        });
        var received = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await alice.ReceiveMessageAsync();
            }
        });

        var joiners = await Task.WhenAll(Enumerable.Range(0, 10).Select(async joiner =>
        {
            await Eventually.TrueAsync(() => Head() >= joiner * Messages / 12);
            var after = joiner * 7;
            var client = await app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("43")}&after={after}");
            var ids = new List<long>();
            while (ids.LastOrDefault() < Messages)
            {
                ids.Add((await client.ReceiveMessageAsync()).GetProperty("id").GetInt64());
            }

            return (after, ids);
        }));
        await Task.WhenAll(sending, received);

        Assert.All(joiners, joiner => Assert.Equal(
            Enumerable.Range(joiner.after + 1, Messages - joiner.after).Select(id => (long)id), joiner.ids));

        long Head() => app.Services.GetRequiredService<IMessageStore>().ReadHeadAsync(new(5), default).AsTask().GetAwaiter().GetResult().Newest;
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WithAfter_ShowsAnonymousMessagesToTheirAuthorAsOwn(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        await alice.SendAsync("secret", isAnonymous: true);
        var live = await alice.ReceiveTextAsync();

        var again = await app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("42")}&after=0");
        var bob = await app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("43")}&after=0");

        Assert.Equal(live, await again.ReceiveTextAsync());
        Assert.Equal(live.Replace("\"user_id\":42", "\"user_id\":null", StringComparison.Ordinal), await bob.ReceiveTextAsync());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Handling_ThatFailsUnexpectedly_ClosesThatSocketWith1011AndNoOther(Transport transport)
    {
        var clock = new StoppableClock();
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock), transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        clock.IsBroken = true;
        await alice.SendAsync("never taken");
        Assert.Equal("1011 internal_error", await alice.ReceiveCloseAsync());
        clock.IsBroken = false;
        await bob.SendAsync("still here");

        Assert.Equal("still here", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Contains(app.Logs.Lines, line => line.Id == 1005);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret of an exception", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Shutdown_ClosesEverySocketWith1001(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        var stopping = app.StopAsync();

        Assert.StartsWith("1001 shutting_down retry_after_ms=", await alice.ReceiveCloseAsync(), StringComparison.Ordinal);
        Assert.StartsWith("1001 shutting_down retry_after_ms=", await bob.ReceiveCloseAsync(), StringComparison.Ordinal);
        await Task.WhenAll(alice.CloseAsync(), bob.CloseAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Sender_OverTheRateLimit_IsToldToWaitAndKeepsTheSocket()
    {
        await using var app = await ChatApp.StartAsync(options =>
        {
            options.RateLimit.MessagesPerSecond = 5;
            options.RateLimit.Burst = 3;
        });
        var phone = await app.ConnectAsync(42);
        var laptop = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await phone.SendAsync("one");
        await laptop.SendAsync("two");
        await phone.SendTextAsync("not even JSON counts as nothing");
        for (var i = 0; i < 3; i++)
        {
            await phone.ReceiveTextAsync();
        }

        await laptop.SendAsync("four");
        await bob.SendAsync("bob is not affected");

        await laptop.ReceiveMessageAsync();
        await laptop.ReceiveMessageAsync();
        var frames = new[] { await laptop.ReceiveTextAsync(), await laptop.ReceiveTextAsync() };
        Assert.Contains("""{"type":"error","detail":"You are sending too fast. Try again in 1 s."}""", frames);
        await Eventually.TrueAsync(() => Send().GetAwaiter().GetResult(), "the account to fill up again");

        async Task<bool> Send()
        {
            await Task.Delay(100);
            await laptop.SendAsync("later");
            return (await laptop.ReceiveJsonAsync()).GetProperty("type").GetString() == "message";
        }
    }

    private sealed class StoppableClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            IsBroken ? throw new NotSupportedException("secret of an exception") : base.GetUtcNow();
    }
}
