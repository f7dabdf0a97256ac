using System.Diagnostics;
using System.Globalization;
using System.Net;
using CommunityRealtime.Crisis;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A server that goes down finishes what it took, and sends its clients away so that they do not come back all at once.</summary>
public sealed class ShutdownTests
{
    private const string Word = "1001 shutting_down retry_after_ms=";

    private readonly HeldAppends _store = new();

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_ThatTheStoreHasYetToTake_IsAcknowledgedBeforeItsSocketIsClosed(Transport transport)
    {
        await using var app = await StartAsync(transport);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectAsync(43);
        await alice.SendAsync("under way", clientId: "a");
        await Eventually.TrueAsync(() => _store.Count == 1, "the message to reach the store");

        var stopping = app.StopAsync();
        Assert.StartsWith(Word, await bob.ReceiveCloseAsync(), StringComparison.Ordinal);
        await alice.SendAsync("too late", clientId: "b");
        await Task.Delay(200);
        _store.Release();

        Assert.Equal("under way", (await alice.ReceiveJsonAsync("message")).GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("a", (await alice.ReceiveJsonAsync("ack")).GetProperty("client_id").GetString());
        Assert.StartsWith(Word, await alice.ReceiveCloseAsync(), StringComparison.Ordinal);
        await Task.WhenAll(alice.CloseAsync(), bob.CloseAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task CryForHelp_ThatIsBeingJudged_IsHeardAndAnsweredBeforeItsSocketIsClosed()
    {
        var judged = new TaskCompletionSource();
        var judge = new ScriptedSafetyService(async (_, _) =>
        {
            await judged.Task;
            return new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Acute };
        });
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<ISafetyService>(judge));
        var alice = await app.ConnectV1Async(42);
        await alice.SendAsync("help", clientId: "a");
        await Eventually.TrueAsync(() => judge.Calls == 1, "the message to be judged");

        var stopping = app.StopAsync();
        await Task.Delay(200);
        judged.SetResult();

        Assert.Equal("a", (await alice.ReceiveJsonAsync("system")).GetProperty("client_id").GetString());
        Assert.StartsWith(Word, await alice.ReceiveCloseAsync(), StringComparison.Ordinal);
        await alice.CloseAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(await app.Services.GetRequiredService<ICrisisCaseStore>().ReadAsync(new CrisisQuery { Community = new(5) }, default));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Store_ThatHangs_HoldsUpTheGoodbyeNoLongerThanTheDrainTime(Transport transport)
    {
        await using var app = await StartAsync(transport, drainTime: TimeSpan.FromSeconds(1));
        var alice = await app.ConnectV1Async(42);
        await alice.SendAsync("never stored", clientId: "a");
        await Eventually.TrueAsync(() => _store.Count == 1, "the message to reach the store");

        var began = Stopwatch.GetTimestamp();
        var stopping = app.StopAsync();
        var (text, close) = await alice.ReceiveTextOrCloseAsync();
        while (text is not null)
        {
            Assert.DoesNotContain("\"ack\"", text, StringComparison.Ordinal);
            (text, close) = await alice.ReceiveTextOrCloseAsync();
        }

        Assert.StartsWith(Word, close, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        await alice.CloseAsync();
        _store.Release();
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Handshake_WhileTheServerGoesDown_IsRefusedWithATimeToComeBack()
    {
        await using var app = await StartAsync();
        await app.ConnectAsync(42);

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var response = await app.AskForSocketAsync(Tokens.For("43"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Clients_AreAskedToComeBackEachAtAnotherTime()
    {
        await using var app = await StartAsync(spread: TimeSpan.FromSeconds(20));
        var members = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => app.ConnectAsync(42 + (number % 2))));

        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var reasons = await Task.WhenAll(members.Select(member => member.ReceiveCloseAsync()));

        var waits = reasons.Select(reason => int.Parse(reason[Word.Length..], CultureInfo.InvariantCulture)).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, 500, 20_500));
        Assert.True(waits.Distinct().Count() > 30, "Clients were told the same time.");
        Assert.True(waits.Max() - waits.Min() > 10_000, "The times lie close together.");
    }

    private Task<ChatApp> StartAsync(Transport transport = Transport.Direct, TimeSpan? drainTime = null, TimeSpan? spread = null) => ChatApp.StartAsync(
        options =>
        {
            options.Sockets.DrainTime = drainTime ?? options.Sockets.DrainTime;
            options.Sockets.ReconnectSpread = spread ?? options.Sockets.ReconnectSpread;
        },
        services => services.AddSingleton<IMessageStore>(_store),
        transport: transport);
}
