using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>A notice reaches its channel at least once, whatever happens on the way.</summary>
public sealed class NoticeDeliveryTests : IDisposable
{
    private readonly CrisisBench _bench = new();

    [Fact]
    public async Task Notice_AfterFiveFailures_IsTakenOnceWithTheSameId()
    {
        _bench.Pager.Failures = 5;
        var raised = await _bench.RaiseAsync(CrisisLevel.Active);

        await _bench.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(6, _bench.Pager.Attempts.Count);
        Assert.Single(_bench.Pager.Attempts.Select(notice => notice.Id).Distinct());
        Assert.Equal(raised.Case.Id, Assert.Single(_bench.Pager.Taken).CaseId);
        Assert.Equal(CrisisCaseState.Notified, (await _bench.FindAsync(raised.Case.Id)).State);
        Assert.Equal(5, _bench.Logs.Lines.Count(line => line.Id == 1404));
    }

    [Fact]
    public async Task Notice_ThatFailsAgainAndAgain_IsTriedLessAndLessOften()
    {
        _bench.Pager.Failures = int.MaxValue;
        await _bench.RaiseAsync(CrisisLevel.Active);

        await _bench.PassAsync(TimeSpan.FromMinutes(9));

        // 0, 1, 3, 7, 15, 31, 63, 127, 255, 511 seconds, some of them a fifth earlier.
        Assert.InRange(_bench.Pager.Attempts.Count, 9, 13);
    }

    [Fact]
    public async Task Notice_ThatNobodyTakesForADay_IsGivenUpForAllToSee()
    {
        using var bench = new CrisisBench(configure: options => options.GiveUpAfter = TimeSpan.FromMinutes(5));
        bench.Pager.Failures = int.MaxValue;
        var raised = await bench.RaiseAsync(CrisisLevel.Passive);
        await bench.PassAsync(TimeSpan.FromHours(4.2));

        Assert.Contains(bench.Logs.Lines, line => line.Id == 1405);
        Assert.Equal(1, (await bench.Store.ReadStateAsync(CancellationToken.None)).GivenUp);
        Assert.Contains(CrisisEventKind.NoticeGivenUp, (await bench.Store.FindAsync(raised.Case.Id, CancellationToken.None))!.Events.Select(line => line.Kind));

        // The case goes on all the same.
        bench.Pager.Failures = 0;
        await bench.PassAsync(TimeSpan.FromHours(4));
        Assert.Single(bench.Pager.Taken);
    }

    [Fact]
    public async Task Notice_OfAnAcknowledgedCase_IsWithdrawn()
    {
        _bench.Pager.Failures = 2;
        var raised = await _bench.RaiseAsync(CrisisLevel.Active);
        await _bench.WorkAsync();

        await _bench.ActAsync(raised.Case.Id, CrisisAction.Acknowledge);
        await _bench.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Single(_bench.Pager.Attempts);
    }

    [Fact]
    public async Task Notice_SaysNeitherTextNorName()
    {
        await _bench.RaiseAsync(text: "goodbye secret", author: new UserId("alice-secret"));
        await _bench.WorkAsync();

        var notice = Assert.Single(_bench.Pager.Taken);
        var said = string.Join(' ', typeof(CrisisNotice).GetProperties().Select(property => property.GetValue(notice)));
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Logs.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    public void Dispose() => _bench.Dispose();
}
