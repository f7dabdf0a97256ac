using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Tests.Adversity;

/// <summary>A host that cancels requests or stops in the middle of everything: it ends in time, and everything that was lent is given back.</summary>
public sealed class DisruptedHostTests
{
    private const string ShuttingDown = "1001 shutting_down";
    private const string Cut = "cut";

    /// <summary>The grace of a close is 2 seconds; the host's own patience would be 30.</summary>
    private static readonly TimeSpan MaxShutdown = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<HttpContext> _requests = new();
    private int _received;

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Requests_CancelledByTheHostInTheMiddleOfAStorm_EndAloneAndTheRoomGoesOn(Transport transport)
    {
        using var escaped = new EscapedExceptions();
        await using var app = await StartAsync(transport);
        var room = await LivelyRoom.OpenAsync(app);
        var kept = _requests.Count;
        for (var i = 0; i < 5; i++)
        {
            await app.ConnectAsync(43);
        }

        foreach (var request in _requests.Skip(kept).ToArray())
        {
            var talking = room.TalkAsync();
            request.Abort();
            await talking;
        }

        await room.TalkUntilAloneAsync();
        escaped.AssertNone();
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Shutdown_InTheMiddleOfAStorm_ClosesOrCutsEveryoneInTime(Transport transport)
    {
        using var escaped = new EscapedExceptions();
        await using var app = await StartAsync(transport);
        var members = new List<ChatClient>();
        for (var i = 0; i < 6; i++)
        {
            members.Add(await app.ConnectAsync(42 + (i % 2)));
        }

        if (transport is Transport.Direct or Transport.Stream or Transport.Tls)
        {
            // Over HTTP/2 the server itself waits for its peer to end the connection, whatever becomes of the socket inside.
            await app.ConnectAsync(43, receiveBufferBytes: 4_096);
        }

        var chatting = members.Select(ChatToTheEndAsync).ToArray();
        await Eventually.TrueAsync(() => _received > 500, "the storm");

        var began = Stopwatch.GetTimestamp();
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, MaxShutdown);
        var ends = await Task.WhenAll(chatting);
        Assert.All(ends, end => Assert.True(end == Cut || end.StartsWith(ShuttingDown, StringComparison.Ordinal), end));
        Assert.Contains(ends, end => end.StartsWith(ShuttingDown, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => app.Connections.ConnectionCount == 0);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level >= LogLevel.Error);
        escaped.AssertNone();
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Shutdown_WhileAReplayWaitsForItsMember_EndsInTime(Transport transport)
    {
        await using var app = await StartAsync(transport);
        var room = await LivelyRoom.OpenAsync(app);
        await room.TalkUntilAsync(() => Newest(app) > 1_000, "a history to replay");
        await app.ConnectAsync(43, query: "&after=0", receiveBufferBytes: 4_096);
        await room.TalkAsync();

        var began = Stopwatch.GetTimestamp();
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(25));

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, MaxShutdown);
        Assert.Equal(0, app.Connections.ConnectionCount);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level >= LogLevel.Error);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Buffers_AfterAStormWithAbortsAndAShutdown_AreAllBack(Transport transport)
    {
        using var buffers = new RentedBuffers();
        using var escaped = new EscapedExceptions();
        await using var app = await StartAsync(transport, buffers);
        var room = await LivelyRoom.OpenAsync(app);

        for (var round = 0; round < 3; round++)
        {
            var talking = room.TalkAsync();
            await DisturbAsync(app);
            await talking;
        }

        // Two members are idle now, and an idle member holds none.
        await room.TalkUntilAloneAsync();
        await Eventually.TrueAsync(() => buffers.Out == 0, "the buffers of those who went");
        Assert.InRange(buffers.Rents, 3 * LivelyRoom.Burst, int.MaxValue);

        var half = await app.ConnectAsync(43);
        await half.SendBytesAsync(new byte[5_000].Select(_ => (byte)' ').ToArray(), endOfMessage: false);
        await Eventually.TrueAsync(() => buffers.Out > 0, "a buffer for half a message");
        var stopping = app.StopAsync();
        await Eventually.TrueAsync(() => buffers.Out == 0, "the buffers after the shutdown");
        app.DropClients();
        await stopping.WaitAsync(TimeSpan.FromSeconds(25));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Level >= LogLevel.Error);
        escaped.AssertNone();
    }

    private static long Newest(ChatApp app) => app.Services.GetRequiredService<IMessageStore>().ReadHeadAsync(new(5), default).AsTask().GetAwaiter().GetResult().Newest;

    /// <summary>Members of all kinds that go while a message of theirs is half here: aborting, cancelled, too large, binary.</summary>
    private async Task DisturbAsync(ChatApp app)
    {
        var spaces = new byte[30_000].Select(_ => (byte)' ').ToArray();
        var aborting = await app.ConnectAsync(43);
        await aborting.SendBytesAsync(spaces, endOfMessage: false);
        aborting.Socket.Abort();

        var before = _requests.Count;
        var cancelled = await app.ConnectAsync(43);
        await cancelled.SendBytesAsync(spaces, endOfMessage: false);
        _requests.Skip(before).Single().Abort();

        var tooLarge = await app.ConnectAsync(43);
        await tooLarge.SendBytesAsync([.. spaces, .. spaces, .. spaces]);
        Assert.Equal("1009 frame_too_large", await tooLarge.ReceiveCloseAsync());
        tooLarge.Dispose();

        var binary = await app.ConnectAsync(43);
        await binary.SendBytesAsync(spaces, WebSocketMessageType.Binary);
        Assert.Equal("1003 text_frames_only", await binary.ReceiveCloseAsync());
        binary.Dispose();
    }

    /// <summary>Has always some messages on their way, until the connection ends.</summary>
    /// <returns>How it ended.</returns>
    private async Task<string> ChatToTheEndAsync(ChatClient client, int member)
    {
        try
        {
            for (var i = 0; i < 5; i++)
            {
                await client.SendAsync($"from {member}.");
            }

            while (true)
            {
                var (text, close) = await client.ReceiveTextOrCloseAsync();
                if (text is null)
                {
                    await client.CloseAsync();
                    return close!;
                }

                Interlocked.Increment(ref _received);
                if (text.Contains($"from {member}.", StringComparison.Ordinal))
                {
                    await client.SendAsync($"from {member}.");
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            return Cut;
        }
    }

    private Task<ChatApp> StartAsync(Transport transport, RentedBuffers? buffers = null) => ChatApp.StartAsync(
        map: app =>
        {
            app.Use(async (http, next) =>
            {
                buffers?.Watch();
                _requests.Enqueue(http);
                await next(http);
            });
            app.MapCommunityChat();
        },
        transport: transport);
}
