using System.Text;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Frames in many pieces, and frames that take their time.</summary>
public sealed class FrameLimitTests
{
    private const int MaxFragments = 64;

    private static readonly TimeSpan MaxFrameTime = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    /// <summary>Beginnings of frames that never go on, over each transport that can be fed byte by byte.</summary>
    public static TheoryData<Transport, string> Stalls
    {
        get
        {
            var stalls = new TheoryData<Transport, string>();
            foreach (var transport in new[] { Transport.Direct, Transport.Stream, Transport.Tls })
            {
                foreach (var stall in StalledFrames.Keys)
                {
                    stalls.Add(transport, stall);
                }
            }

            return stalls;
        }
    }

    private static Dictionary<string, byte[][]> StalledFrames { get; } = new(StringComparer.Ordinal)
    {
        ["one byte"] = [ClientFrame.Message("x")[..1]],
        ["half a header"] = [ClientFrame.Message("x")[..4]],
        ["half a text"] = [ClientFrame.Message("x")[..20]],
        ["a fragment"] = [ClientFrame.FirstFragment("""{"type":""")],
        ["an empty fragment"] = [ClientFrame.FirstFragment("")],
        ["half a text behind a whole one"] = [ClientFrame.Message("whole"), ClientFrame.Message("x")[..20]],
        ["half a text behind a ping"] = [ClientFrame.Ping("x"), ClientFrame.Message("x")[..20]],
        ["a ping behind a fragment"] = [ClientFrame.FirstFragment("""{"type":"""), ClientFrame.Ping("x")],
    };

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_InTheMostFragments_IsTakenAndInOneMoreClosesWith1008(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);

        await SendInFragmentsAsync(alice, "taken", MaxFragments);
        Assert.Equal("taken", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());

        await SendInFragmentsAsync(alice, "refused", MaxFragments + 1);
        Assert.Equal("1008 too_many_fragments", await alice.ReceiveCloseAsync());
        Assert.Single(await app.HistoryAsync(43));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_OfFragmentsWithNothingInThem_ClosesWith1008(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);

        for (var i = 0; i <= MaxFragments + 1; i++)
        {
            await alice.SendBytesAsync([], endOfMessage: false);
        }

        Assert.Equal("1008 too_many_fragments", await alice.ReceiveCloseAsync());
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Frame_ThatTheNetworkBringsInManyPieces_IsOneFragment(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(options => options.Limits.MaxFragments = 1, transport: transport);
        using var alice = await RawMember.ConnectAsync(app, 42);

        foreach (var piece in ClientFrame.Text("""{"type":"message","content":"in pieces"}""".PadRight(60_000)).Chunk(300))
        {
            await alice.WriteAsync(piece);
        }

        Assert.Contains("in pieces", (await alice.ReadFrameAsync())!.Text, StringComparison.Ordinal);
        await alice.WriteAsync(ClientFrame.FirstFragment("["), ClientFrame.Continuation("]", isLast: true));
        Assert.Equal("1008 too_many_fragments", (await alice.ReadFrameAsync())!.ReadClose());
    }

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Frame_ThatDoesNotEnd_ClosesWith1008AfterAWhile(Transport transport, string stall)
    {
        await using var app = await StartAsync(transport);
        using var alice = await RawMember.ConnectAsync(app, 42);
        var bob = await app.ConnectAsync(43);

        await alice.WriteAsync(StalledFrames[stall]);
        var closing = ReadCloseAsync(alice);
        await PassAsync(MaxFrameTime - TimeSpan.FromSeconds(1));
        Assert.False(closing.IsCompleted, "It was closed too early.");
        await PassUntilAsync(closing);

        Assert.Equal("1008 frame_too_slow", await closing);
        await bob.SendAsync("from bob");
        if (stall.Contains("whole", StringComparison.Ordinal))
        {
            Assert.Equal("whole", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        }

        Assert.Equal("from bob", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_ThatGoesOnSlowly_ClosesWith1008AllTheSame(Transport transport)
    {
        await using var app = await StartAsync(transport);
        var alice = await app.ConnectAsync(42);
        var closing = alice.ReceiveCloseAsync();

        for (var i = 0; i < 40 && !closing.IsCompleted; i++)
        {
            await alice.SendBytesAsync([(byte)' '], endOfMessage: false);
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("1008 frame_too_slow", await closing);
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Frame_WhoseEndComesTooLate_IsNotPosted(Transport transport)
    {
        await using var app = await StartAsync(transport);
        using var alice = await RawMember.ConnectAsync(app, 42);
        var bob = await app.ConnectAsync(43);
        var frame = ClientFrame.Message("late");

        await alice.WriteAsync(frame[..20]);
        var closing = ReadCloseAsync(alice);
        await PassUntilAsync(closing);
        await alice.WriteAsync(frame[20..]);
        await bob.SendAsync("in time");

        Assert.Equal("in time", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        await Eventually.TrueAsync(() => app.Connections.ConnectionCount == 1, "the late one to go");
        Assert.Single(await app.HistoryAsync(43));
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Member_WhoIsSilentOrOnlyPings_StaysAndSoDoesOneWhoWritesNowAndThen(Transport transport)
    {
        await using var app = await StartAsync(transport);
        using var alice = await RawMember.ConnectAsync(app, 42);

        await PassAsync(3 * MaxFrameTime);
        await alice.WriteAsync(ClientFrame.Ping("one"));
        await PassAsync(3 * MaxFrameTime);
        await alice.WriteAsync(ClientFrame.Message("first"));
        await PassAsync(3 * MaxFrameTime);
        await alice.WriteAsync(ClientFrame.FirstFragment("""{"type":"message","""), ClientFrame.Ping("two"), ClientFrame.Continuation("\"content\":\"second\"}", isLast: true));
        await PassAsync(3 * MaxFrameTime);
        await alice.WriteAsync(ClientFrame.Ping("three"));

        Assert.Equal("one", (await alice.ReadFrameAsync())!.Text);
        Assert.Contains("first", (await alice.ReadFrameAsync())!.Text, StringComparison.Ordinal);
        Assert.Equal("two", (await alice.ReadFrameAsync())!.Text);
        Assert.Contains("second", (await alice.ReadFrameAsync())!.Text, StringComparison.Ordinal);
        Assert.Equal("three", (await alice.ReadFrameAsync())!.Text);
    }

    private static async Task SendInFragmentsAsync(ChatClient client, string content, int count)
    {
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"message","content":"{{content}}"}""".PadRight(count * 3));
        for (var i = 0; i < count; i++)
        {
            await client.SendBytesAsync(frame[(i * 3)..((i * 3) + 3)], endOfMessage: i == count - 1);
        }
    }

    private static async Task<string> ReadCloseAsync(RawMember member)
    {
        while (await member.ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode == ClientFrame.CloseOpcode)
            {
                return frame.ReadClose();
            }
        }

        return "no close frame";
    }

    /// <summary>A chat whose clock stands still, and which pings nobody.</summary>
    private Task<ChatApp> StartAsync(Transport transport) => ChatApp.StartAsync(
        options =>
        {
            options.Limits.MaxFrameTime = MaxFrameTime;
            options.Sockets.KeepAliveInterval = TimeSpan.FromMinutes(10);
        },
        services => services.AddSingleton<TimeProvider>(_time),
        transport: transport);

    /// <summary>Lets time pass in steps, and lets the server do its work at each.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            await Task.Delay(2);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private Task PassUntilAsync(Task happened) => Eventually.TrueAsync(
        async () =>
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            return happened.IsCompleted;
        },
        "the frame to be given up");
}
