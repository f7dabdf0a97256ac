using System.Diagnostics;
using CommunityRealtime.RateLimiting;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ISharedRateLimiter"/> promises while the account is reached.</summary>
/// <remarks>Every test uses communities of its own, so that one pair of servers may serve them all.</remarks>
public abstract class SharedRateLimiterSpecification
{
    /// <summary>One token an hour: none comes back while a test runs.</summary>
    private const double Never = 1.0 / 3600;

    private static readonly UserId Alice = new("42");

    private readonly CommunityId _community = Drafts.NewCommunity();

    /// <summary>The limiter of one server.</summary>
    protected abstract ISharedRateLimiter Here { get; }

    /// <summary>The limiter of another server.</summary>
    protected abstract ISharedRateLimiter There { get; }

    [SpecificationTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task TakeAsync_ManyAtOnceOnTwoServers_GivesTheBurstAndNoMore(int burst)
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, burst * 3).Select(
            number => TakeAsync(number % 2 == 0 ? Here : There, Alice, Never, burst)));

        Assert.Equal(burst, taken.Count(wait => wait == TimeSpan.Zero));
    }

    [SpecificationFact]
    public async Task TakeAsync_Empty_SaysHowLongToWait()
    {
        Assert.Equal(TimeSpan.Zero, await TakeAsync(Here, Alice, Never, 1));

        var wait = await TakeAsync(There, Alice, Never, 1);

        Assert.InRange(wait, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [SpecificationFact]
    public async Task TakeAsync_AfterTheWait_GivesOneMore()
    {
        var wait = TimeSpan.Zero;
        var given = 0;
        for (; wait == TimeSpan.Zero; given++)
        {
            wait = await TakeAsync(Here, Alice, perSecond: 5, burst: 3);
        }

        Assert.InRange(given, 4, 10);
        Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(200));

        // Two clocks and a timer are in this, so a wait may end a little early; the next is then short.
        for (var rounds = 0; wait > TimeSpan.Zero; rounds++)
        {
            Assert.InRange(rounds, 0, 3);
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1));
            wait = await TakeAsync(There, Alice, perSecond: 5, burst: 3);
        }
    }

    [SpecificationFact]
    public async Task TakeAsync_ForAWhile_GivesNoMoreThanBurstAndRate()
    {
        const double PerSecond = 200;
        const int Burst = 10;
        var started = Stopwatch.GetTimestamp();
        var given = 0;

        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(500))
        {
            given += await TakeAsync(given % 2 == 0 ? Here : There, Alice, PerSecond, Burst) == TimeSpan.Zero ? 1 : 0;
        }

        Assert.InRange(given, Burst + 1, (int)(Burst + (PerSecond * Stopwatch.GetElapsedTime(started).TotalSeconds) + 1));
    }

    [SpecificationFact]
    public async Task TakeAsync_OtherUserOrOtherCommunity_HasAnAccountOfItsOwn()
    {
        await TakeAsync(Here, Alice, Never, 1);

        Assert.Equal(TimeSpan.Zero, await TakeAsync(Here, new UserId("43"), Never, 1));
        Assert.Equal(TimeSpan.Zero, await Here.TakeAsync(Drafts.NewCommunity(), Alice, Never, 1, CancellationToken.None));
        Assert.NotEqual(TimeSpan.Zero, await TakeAsync(Here, Alice, Never, 1));
    }

    [SpecificationFact]
    public async Task TakeAsync_CancelledToken_IsCancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Here.TakeAsync(_community, Alice, Never, 1, new CancellationToken(canceled: true)));
    }

    private async Task<TimeSpan> TakeAsync(ISharedRateLimiter limiter, UserId user, double perSecond, int burst)
        => await limiter.TakeAsync(_community, user, perSecond, burst, CancellationToken.None);
}
