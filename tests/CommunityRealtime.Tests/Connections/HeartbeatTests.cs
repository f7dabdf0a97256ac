using CommunityRealtime.Connections;

namespace CommunityRealtime.Tests.Connections;

/// <summary>The pace of the ping frames.</summary>
public sealed class HeartbeatTests
{
    private const int Interval = 100;

    [Fact]
    public void IsDue_BeforeTheStart_IsNever()
    {
        var heartbeat = default(Heartbeat);

        Assert.Empty(DueIn(ref heartbeat, 1, 10 * Interval));
    }

    [Fact]
    public void IsDue_AfterTheStart_IsOncePerIntervalGiveOrTakeATenth()
    {
        var heartbeat = default(Heartbeat);
        heartbeat.Start();

        var due = DueIn(ref heartbeat, 1, 100 * Interval);

        Assert.InRange(due.Count, 90, 110);
        Assert.All(due.Prepend(1).Zip(due), pair => Assert.InRange(pair.Second - pair.First, 90, 110));
    }

    [Fact]
    public void IsDue_ForManyThatStartTogether_IsSpread()
    {
        var first = Enumerable.Range(0, 100).Select(_ =>
        {
            var heartbeat = default(Heartbeat);
            heartbeat.Start();
            return DueIn(ref heartbeat, 1, 2 * Interval)[0];
        });

        Assert.InRange(first.Distinct().Count(), 10, 21);
    }

    private static List<int> DueIn(ref Heartbeat heartbeat, int from, int to)
    {
        var due = new List<int>();
        for (var sweep = from; sweep <= to; sweep++)
        {
            if (heartbeat.IsDue(sweep, Interval))
            {
                due.Add(sweep);
            }
        }

        return due;
    }
}
