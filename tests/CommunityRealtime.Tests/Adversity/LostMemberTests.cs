using System.Net.WebSockets;
using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Adversity;

/// <summary>A member whose connection goes without a word is noticed, counted out, and missed by nobody.</summary>
public sealed class LostMemberTests
{
    private const int SlowConsumerClosed = 1004;

    [Theory]
    [ClassData(typeof(SocketTransports))]
    public async Task Member_CutOffWithoutAnEnd_IsCutAfterTheKeepAliveTimeout(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(
            options =>
            {
                options.Sockets.KeepAliveInterval = TimeSpan.FromSeconds(1);
                options.Sockets.KeepAliveTimeout = TimeSpan.FromSeconds(1);
            },
            transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);
        await using var proxy = new PausableProxy(app.Address.Port);
        var lost = await app.ConnectAsync(43, port: proxy.Port);

        // A client answers pings only while it reads.
        var reading = new[] { alice.ReceiveMessageAsync(), bob.ReceiveMessageAsync() };
        var lostReading = lost.ReceiveTextAsync();
        proxy.Cut();
        await Eventually.TrueAsync(() => app.Connections.CountConnections(new(5)) == 2, "the lost member to be cut");

        await alice.SendAsync("who is left?");
        Assert.All(await Task.WhenAll(reading), message => Assert.Equal("who is left?", message.GetProperty("content").GetString()));
        Assert.False(lostReading.IsCompleted);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Id == SlowConsumerClosed || line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
        lost.Socket.Abort();
        await Assert.ThrowsAnyAsync<Exception>(() => lostReading);
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Member_ThatResetsInsideAFrame_IsGoneAndTheRoomGoesOn(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        using var member = await RawMember.ConnectAsync(app, 43);
        await room.TalkAsync();
        var frame = ClientFrame.Message("never finished");

        await member.WriteAsync(frame[..^5]);
        member.Reset();

        await room.TalkUntilAloneAsync();
        Assert.DoesNotContain(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Member_ThatResetsWhileTheServerSends_IsGoneAndTheRoomGoesOn(Transport transport)
    {
        var connections = new RecordingConnections();
        await using var app = await ChatApp.StartAsync(
            options => options.Limits.MaxQueuedBytes = 1 << 24, services => services.AddSingleton<IConnectionManager>(connections), transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        using var member = await RawMember.ConnectAsync(app, 43, receiveBufferBytes: 4_096);
        await room.TalkUntilAsync(() => WaitingFor(connections.Opened.Last()) > 0, "a write that the member does not take");

        await member.WriteAsync(ClientFrame.Message("never finished")[..^5]);
        member.Reset();

        await room.TalkUntilAloneAsync();
        Assert.DoesNotContain(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Members_ThatAbortInsideAMessage_AreGoneAndTheRoomGoesOn(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        var members = new List<ChatClient>();
        for (var i = 0; i < 5; i++)
        {
            members.Add(await app.ConnectAsync(43));
        }

        foreach (var member in members)
        {
            await member.SendBytesAsync([.. """{"type":"message","""u8], WebSocketMessageType.Text, endOfMessage: false);
            member.Socket.Abort();
        }

        await room.TalkUntilAloneAsync();
    }

    private static long WaitingFor(WeakReference<IChatConnection> member) =>
        member.TryGetTarget(out var connection) ? Internals.BacklogOf(connection).Bytes : 0;
}
