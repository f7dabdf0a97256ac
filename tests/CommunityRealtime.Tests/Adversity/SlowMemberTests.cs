using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.TestSupport;
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
        await using var app = await ChatApp.StartAsync(
            LivelyRoom.WithSmallLimits, services => services.AddSingleton<IConnectionManager>(connections), transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        await app.ConnectAsync(43, receiveBufferBytes: 4_096);

        await room.TalkUntilAloneAsync();

        Assert.Single(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
        var stalled = connections.Opened.Last();
        await Eventually.TrueAfterCollectionAsync(() => !stalled.TryGetTarget(out _), "the connection to be given back");

        // What is left is the end of the log, and what each of two sockets keeps of its last write.
        await Eventually.TrueAfterCollectionAsync(() => connections.LivingFrames <= 4, "the log to be given back");
        Assert.InRange(connections.Frames.Count, 100, int.MaxValue);
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
        AssertMessages(await reading);
    }

    [TheoryOnMachinesWith("bash")]
    [InlineData(Transport.Direct)]
    [InlineData(Transport.Stream)]
    public async Task Member_WhoseProcessIsStopped_IsClosedAndFindsItsConnectionEndedLater(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(LivelyRoom.WithSmallLimits, transport: transport);
        var room = await LivelyRoom.OpenAsync(app);
        using var member = await StoppableMember.ConnectAsync(app, 43);
        var output = new MemoryStream();
        var reading = member.Output.CopyToAsync(output);
        await room.TalkAsync();

        await member.StopAsync();
        await room.TalkUntilAloneAsync();
        await member.ContinueAsync();

        await member.WaitForExitAsync();
        await reading.WaitAsync(ChatClient.Deadline);
        var bytes = output.ToArray();
        Assert.InRange(AssertMessages(bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..]), 20, int.MaxValue);
        Assert.Single(app.Logs.Lines, line => line.Id == SlowConsumerClosed);
    }

    [TheoryOnMachinesWith("bash")]
    [InlineData(Transport.Direct)]
    [InlineData(Transport.Stream)]
    public async Task Member_WhoseProcessIsStoppedForAWhile_MissesNothing(Transport transport)
    {
        const int Meanwhile = 100;
        await using var app = await ChatApp.StartAsync(options => options.Limits.MaxQueuedBytes = 1 << 20, transport: transport);
        var room = await LivelyRoom.OpenAsync(app, characters: 3_900);
        using var member = await StoppableMember.ConnectAsync(app, 43);

        await member.StopAsync();
        for (var i = 0; i < Meanwhile / LivelyRoom.Burst; i++)
        {
            await room.TalkAsync();
        }

        await member.ContinueAsync();
        var stopping = app.StopAsync();
        var output = new MemoryStream();
        await member.Output.CopyToAsync(output).WaitAsync(ChatClient.Deadline);
        await stopping.WaitAsync(ChatClient.Deadline);

        var bytes = output.ToArray();
        Assert.Equal(Meanwhile, AssertMessages(bytes[(bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..]));
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

    /// <summary>Checks that bytes are whole messages, one after the other from the first on, except where the end was cut off.</summary>
    /// <returns>How many there are.</returns>
    private static int AssertMessages(byte[] bytes)
    {
        var count = 0;
        var rest = bytes.AsSpan();
        while (ServerFrame.TryRead(rest) is var (frame, length))
        {
            rest = rest[length..];
            if (frame.Opcode == ClientFrame.TextOpcode)
            {
                Assert.Contains($"\"content\":\"{++count} x", frame.Text, StringComparison.Ordinal);
            }
        }

        return count;
    }
}
