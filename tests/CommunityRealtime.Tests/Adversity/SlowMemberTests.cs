using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Adversity;

/// <summary>A member that takes less than it is sent loses its connection and nobody else anything.</summary>
public sealed class SlowMemberTests
{
    private const int SlowConsumerClosed = 1004;

    [Theory]
    [ClassData(typeof(SocketTransports))]
    public async Task Member_ThatReadsNothing_IsClosedDelaysNobodyAndCostsNothingAfterwards(Transport transport)
    {
        var connections = new RecordingConnections();
        await using var app = await ChatApp.StartAsync(WithoutRecent, services => services.AddSingleton<IConnectionManager>(connections), transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        await app.ConnectAsync(43, receiveBufferBytes: 4_096);

        await room.TalkUntilAloneAsync();

        Assert.Single(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
        var stalled = connections.Opened.Last();
        await Eventually.TrueAfterCollectionAsync(() => !stalled.TryGetTarget(out _), "the connection to be given back");

        // What is left is the end of the log, and what each of two sockets keeps of its last write.
        await Eventually.TrueAfterCollectionAsync(() => connections.LivingFrames <= 4, "the log to be given back");
        Assert.InRange(connections.Frames.Count, 100, int.MaxValue);

        // The messages that are kept for others share their bytes with the log.
        static void WithoutRecent(CommunityChatOptions options)
        {
            LivelyRoom.WithSmallLimits(options);
            options.Limits.MaxRecentBytes = 0;
        }
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Member_ThatReadsByteByByte_IsClosedAndGotWholeFramesUpToThere(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(LivelyRoom.WithSmallLimits, transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        using var trickling = await RawMember.ConnectAsync(app, 43, receiveBufferBytes: 4_096);
        using var ending = new CancellationTokenSource();
        var reading = TrickleAsync(trickling, ending.Token);

        await room.TalkUntilAloneAsync();

        Assert.Single(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
        await ending.CancelAsync();
        MessageStream.AssertWhole(await reading);
    }

    [Theory]
    [ClassData(typeof(SocketTransports))]
    public async Task Member_OfTheOtherProfileThatReadsNothing_IsClosedAndDelaysNobody(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(LivelyRoom.WithSmallLimits, transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        await app.OpenV1Async(43, receiveBufferBytes: 4_096);

        await room.TalkUntilAloneAsync();

        Assert.Single(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
    }

    /// <summary>Takes a byte every 50 ms until the connection ends or the test has seen enough.</summary>
    private static async Task<byte[]> TrickleAsync(RawMember member, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        try
        {
            while (await member.ReadByteAsync(one, cancellationToken) > 0)
            {
                bytes.Add(one[0]);
                await Task.Delay(50, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The server cut it, as it should.
        }

        return [.. bytes];
    }
}
