using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A client need not wait for one answer before it sends the next message; up to a limit, and in order.</summary>
public sealed class UnfinishedSendsTests
{
    private readonly HeldAppends _store = new();

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Messages_SentAhead_AreStoredAndAnsweredInOrderAndNoMoreThanAllowedAtOnce(Transport transport)
    {
        await using var app = await StartAsync(maxUnfinishedSends: 3, transport);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectAsync(43);

        for (var number = 1; number <= 10; number++)
        {
            await alice.SendAsync($"{number}", clientId: $"id {number}");
        }

        await Eventually.TrueAsync(() => _store.Count == 3, "the messages that may be on their way");
        await Task.Delay(100);
        Assert.Equal(3, _store.Count);
        _store.Release();

        List<string> acknowledged = [];
        List<string> received = [];
        while (acknowledged.Count < 10)
        {
            var frame = await alice.ReceiveJsonAsync();
            if (frame.GetProperty("type").GetString() == "ack")
            {
                acknowledged.Add($"{frame.GetProperty("client_id").GetString()} {frame.GetProperty("seq").GetInt64()}");
                Assert.True(received.Count >= acknowledged.Count, "An answer overtook its message.");
            }
            else
            {
                received.Add(frame.GetProperty("message").GetProperty("content").GetString()!);
            }
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"id {number} {number}"), acknowledged);
        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"{number}"), received);
        for (var number = 1; number <= 10; number++)
        {
            Assert.Equal($"{number}", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        }
    }

    [Fact]
    public async Task Refusal_OfALaterMessage_WaitsForTheAnswersBeforeIt()
    {
        await using var app = await StartAsync(maxUnfinishedSends: 8);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("first");
        await alice.SendAsync("second");
        await alice.SendAsync(" ");
        await alice.SendAsync("third");
        await Eventually.TrueAsync(() => _store.Count == 2, "the messages before the refused one");
        _store.Release();

        Assert.Equal("first", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("second", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("Message content cannot be empty", await alice.ReceiveErrorAsync());
        Assert.Equal("third", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Goodbye_OfASender_ComesAfterItsAnswers(Transport transport)
    {
        await using var app = await StartAsync(maxUnfinishedSends: 8, transport);
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("first", clientId: "a");
        await alice.SendAsync("second", clientId: "b");
        await alice.Socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);
        await Eventually.TrueAsync(() => _store.Count == 2, "both messages");
        _store.Release();

        List<string> received = [];
        string? close = null;
        while (close is null)
        {
            (var text, close) = await alice.ReceiveTextOrCloseAsync();
            if (text is not null)
            {
                received.Add(System.Text.Json.JsonElement.Parse(text).GetProperty("type").GetString()!);
            }
        }

        Assert.Equal(2, received.Count(type => type == "ack"));
        Assert.Equal(2, received.Count(type => type == "message"));
    }

    [Fact]
    public async Task SafetyReply_ToALaterMessage_DoesNotWait()
    {
        await using var app = await StartAsync(maxUnfinishedSends: 8);
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("first");
        await alice.SendAsync("I want to kill myself", clientId: "help");

        Assert.Equal("help", (await alice.ReceiveJsonAsync("system")).GetProperty("client_id").GetString());
        _store.Release();
        await alice.ReceiveJsonAsync("message");
    }

    [Theory]
    [ClassData(typeof(SocketTransports))]
    public async Task Messages_WhoseSenderGoesBeforeTheyAreStored_AreSeenByTheOthers(Transport transport)
    {
        await using var app = await StartAsync(maxUnfinishedSends: 8, transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("first");
        await alice.SendAsync("second");
        await Eventually.TrueAsync(() => _store.Count == 2, "both messages");
        alice.Socket.Abort();
        await Task.Delay(50);
        _store.Release();

        Assert.Equal("first", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("second", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        await Eventually.TrueAsync(() => app.Connections.ConnectionCount == 1, "the sender to be gone");
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private Task<ChatApp> StartAsync(int maxUnfinishedSends, Transport transport = Transport.Direct) => ChatApp.StartAsync(
        options => options.Limits.MaxUnfinishedSends = maxUnfinishedSends, services => services.AddSingleton<IMessageStore>(_store), transport: transport);
}
