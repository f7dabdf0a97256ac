using System.Diagnostics;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Two proper members who go on talking while others misbehave: each gets every message, in order and soon.</summary>
internal sealed class LivelyRoom
{
    public const int Burst = 20;

    /// <summary>Ten times what a busy machine needs, and far less than the server's own patience with a slow member.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly ChatApp _app;
    private readonly ChatClient _alice;
    private readonly ChatClient _bob;
    private readonly string _filler;
    private int _count;

    private LivelyRoom(ChatApp app, ChatClient alice, ChatClient bob, int characters)
    {
        _app = app;
        _alice = alice;
        _bob = bob;
        _filler = new('x', characters);
    }

    public static async Task<LivelyRoom> OpenAsync(ChatApp app, int characters = 900) =>
        new(app, await app.ConnectAsync(42), await app.ConnectAsync(43), characters);

    /// <summary>Small limits, so that a slow member is noticed after some hundred kilobytes.</summary>
    public static void WithSmallLimits(CommunityChatOptions options)
    {
        options.Limits.MaxContentCharacters = 1_000;
        options.Limits.MaxFrameBytes = 16_384;
        options.Limits.MaxQueuedBytes = 65_536;
    }

    /// <summary>Says some messages, which both hear.</summary>
    public async Task TalkAsync()
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 1; i <= Burst; i++)
        {
            await _alice.SendAsync($"{_count + i} {_filler}");
        }

        await Task.WhenAll(ListenAsync(_alice), ListenAsync(_bob));
        _count += Burst;
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, MaxDelay);
    }

    /// <summary>Goes on talking until something has happened.</summary>
    public async Task TalkUntilAsync(Func<bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        do
        {
            // A pause, so that a test that waits for a time-out of the server leaves the machine to others.
            await Task.Delay(5);
            await TalkAsync();
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"Waited in vain for {what}.");
        }
        while (!condition());
    }

    /// <summary>Goes on talking until only these two are left, and then a little more.</summary>
    public async Task TalkUntilAloneAsync()
    {
        await TalkUntilAsync(() => _app.Connections.CountConnections(new(5)) == 2, "the end of the misbehaving member");
        await TalkAsync();
        Assert.Equal(2, _app.Connections.ConnectionCount);
        Assert.DoesNotContain(_app.Logs.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private async Task ListenAsync(ChatClient client)
    {
        for (var i = 1; i <= Burst; i++)
        {
            Assert.Equal($"{_count + i} {_filler}", (await client.ReceiveMessageAsync()).GetProperty("content").GetString());
        }
    }
}
