using CommunityRealtime.Connections;

namespace CommunityRealtime.Tests.Connections;

/// <summary>When a frame has taken too long, counted in sweeps.</summary>
public sealed class FrameTimerTests
{
    private const int Limit = 3;

    private FrameTimer _timer;

    [Fact]
    public void IsLate_WithoutAFrame_IsNeverTrue()
    {
        Assert.DoesNotContain(true, Sweep(1, 100));
        Assert.True(_timer.End());
    }

    [Fact]
    public void IsLate_OfAFrameThatDoesNotEnd_IsTrueAfterTheLimit()
    {
        Sweep(1, 5);
        _timer.Begin();

        Assert.Equal([false, false, false, true], Sweep(6, 9));
        Assert.False(_timer.End());
    }

    [Fact]
    public void IsLate_OfAFrameThatBeginsAgainAndAgain_CountsFromTheFirstTime()
    {
        _timer.Begin();
        Assert.Equal([false, false], Sweep(1, 2));
        _timer.Begin();

        Assert.Equal([false, true], Sweep(3, 4));
    }

    [Fact]
    public void IsLate_OfOneFrameAfterAnother_CountsEachForItself()
    {
        for (var sweep = 1; sweep < 100; sweep += 2)
        {
            _timer.Begin();
            Assert.Equal([false, false], Sweep(sweep, sweep + 1));
            Assert.True(_timer.End());
        }
    }

    private bool[] Sweep(int first, int last)
    {
        var found = new bool[last - first + 1];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = _timer.IsLate(first + i, Limit);
        }

        return found;
    }
}
