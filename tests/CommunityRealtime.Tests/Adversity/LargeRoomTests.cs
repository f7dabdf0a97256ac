using System.Diagnostics;
using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Adversity;

/// <summary>A storm in a large room does not hold up a small one.</summary>
public sealed class LargeRoomTests
{
    private const int Members = 1_500;
    private const int Burst = 20;
    private const int LargeRoom = 1;

    /// <summary>Many times what a busy machine needs for a message.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    private int _read;

    [Theory]
    [InlineData(Transport.Direct)]
    [InlineData(Transport.Stream)]
    public async Task Message_InASmallRoom_ArrivesSoonDuringAStormInALargeOne(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var members = new List<RawMember>();
        try
        {
            while (members.Count < Members)
            {
                members.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RawMember.ConnectAsync(app, 43, LargeRoom))));
            }

            await Eventually.TrueAsync(() => app.Connections.CountConnections(new(LargeRoom)) == Members, "the large room to fill");
            var alice = await app.ConnectAsync(42);
            var bob = await app.ConnectAsync(43);
            using var enough = new CancellationTokenSource();
            using var reading = new CancellationTokenSource();
            var readers = members.Select(member => ReadAsync(member, reading.Token)).ToArray();
            var storm = StormAsync(app.Connections, enough.Token);
            await Eventually.TrueAsync(() => Volatile.Read(ref _read) > 0, "the storm");

            for (var i = 0; i < 10; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await alice.SendAsync("quick");
                await bob.ReceiveMessageAsync();
                Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, MaxDelay);
                Assert.False(storm.IsCompleted);
            }

            // The readers go last: a storm ends with a burst that reached everyone.
            await enough.CancelAsync();
            await storm;
            await reading.CancelAsync();
            await Task.WhenAll(readers);
        }
        finally
        {
            members.ForEach(member => member.Reset());
        }
    }

    /// <summary>Bursts, each as soon as every member has the one before, until it is enough.</summary>
    private async Task StormAsync(IConnectionManager connections, CancellationToken enough)
    {
        var payload = System.Text.Encoding.UTF8.GetBytes($$$"""{"type":"message","message":{"content":"{{{new string('x', 300)}}}"}}""");
        for (var said = 0; !enough.IsCancellationRequested;)
        {
            await Task.Run(
                () =>
                {
                    for (var i = 0; i < Burst; i++)
                    {
                        connections.Broadcast(new EncodedRoomEvent(new(LargeRoom), ++said, payload));
                    }
                },
                CancellationToken.None);
            await Eventually.TrueAsync(() => Volatile.Read(ref _read) == said * Members, "a burst to reach everyone");
        }
    }

    /// <summary>Reads until it is told to end.</summary>
    private async Task ReadAsync(RawMember member, CancellationToken cancellationToken)
    {
        try
        {
            while (await member.ReadFrameAsync(cancellationToken) is not null)
            {
                Interlocked.Increment(ref _read);
            }
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
    }
}
