using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.TestSupport;

namespace CommunityRealtime.Tests.Adversity;

/// <summary>A member whose process is stopped (<c>SIGSTOP</c>) keeps its connection for as long as the limits allow, and delays nobody.</summary>
public sealed class StoppedMemberTests
{
    private const int SlowConsumerClosed = 1004;

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
        Assert.InRange(MessageStream.AssertWhole(MessageStream.AfterHandshake(output.ToArray())), 20, int.MaxValue);
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
        var output = new MemoryStream();
        var buffer = new byte[65_536];
        while (MessageStream.AssertWhole(MessageStream.AfterHandshake(output.ToArray())) < Meanwhile)
        {
            var read = await member.Output.ReadAsync(buffer).AsTask().WaitAsync(ChatClient.Deadline);
            Assert.NotEqual(0, read);
            output.Write(buffer, 0, read);
        }
    }
}
