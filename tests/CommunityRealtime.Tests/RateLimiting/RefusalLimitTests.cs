using CommunityRealtime.RateLimiting;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.RateLimiting;

/// <summary>How many refusals one connection has.</summary>
public sealed class RefusalLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RefusalLimit _limit;
    private long _connection;

    public RefusalLimitTests() => _limit = new(new ChatRateLimitOptions { MaxRefusals = 3, RefusalsPerSecond = 0.5 }, _time);

    [Fact]
    public void TryTake_Often_GivesTheMostAndThenNone() => Assert.Equal([true, true, true, false, false], Take(5));

    [Fact]
    public void TryTake_AfterAWhile_GivesWhatHasComeBackAndNeverMoreThanTheMost()
    {
        Take(3);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal([false], Take(1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([true, false], Take(2));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([true, true, true, false], Take(4));
    }

    [Fact]
    public void TryTake_OfAnotherConnection_HasAnAllowanceOfItsOwn()
    {
        Take(4);
        long other = 0;

        Assert.True(_limit.TryTake(ref other));
        Assert.Equal([false], Take(1));
    }

    [Fact]
    public void TryTake_WhereTheLimitIsOff_IsAlwaysTrue()
    {
        var off = new RefusalLimit(new ChatRateLimitOptions { RefusalsPerSecond = 0 }, _time);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(off.TryTake(ref _connection)));
    }

    [Fact]
    public async Task TryTake_FromManyThreads_GivesTheMostAndNoMore()
    {
        var limit = new RefusalLimit(new ChatRateLimitOptions { MaxRefusals = 1_000 }, _time);

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).Count(_ => limit.TryTake(ref _connection)))));

        Assert.Equal(1_000, given.Sum());
    }

    private bool[] Take(int count)
    {
        var taken = new bool[count];
        for (var i = 0; i < count; i++)
        {
            taken[i] = _limit.TryTake(ref _connection);
        }

        return taken;
    }
}
