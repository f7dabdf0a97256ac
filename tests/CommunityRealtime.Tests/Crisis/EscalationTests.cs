using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;
using NSubstitute;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>Humans are called at their times, again and again until one acknowledges.</summary>
public sealed class EscalationTests : IDisposable
{
    private readonly CrisisBench _bench = new();

    [Fact]
    public async Task AcuteCase_ThatNobodyAcknowledges_CallsTheNextContactAtItsTimes()
    {
        var start = _bench.Time.GetUtcNow();
        var raised = await _bench.RaiseAsync(CrisisLevel.Acute);
        var calls = await CallsAsync(TimeSpan.FromMinutes(31), start);

        Assert.Equal(
            [
                (0, CrisisNoticeKind.Raised, 0), (2, CrisisNoticeKind.Escalated, 1), (5, CrisisNoticeKind.Escalated, 2), (10, CrisisNoticeKind.Escalated, 3),
                (20, CrisisNoticeKind.Reminder, 4), (30, CrisisNoticeKind.Reminder, 5),
            ],
            calls);
        Assert.Equal(CrisisCaseState.Escalated, (await _bench.FindAsync(raised.Case.Id)).State);
    }

    [Fact]
    public async Task ActiveCase_ThatNobodyAcknowledges_CallsEveryTenMinutes()
    {
        var start = _bench.Time.GetUtcNow();
        await _bench.RaiseAsync(CrisisLevel.Active);

        var calls = await CallsAsync(TimeSpan.FromMinutes(61), start);

        Assert.Equal([0, 10, 20, 30, 60], calls.Select(call => call.Minute));
    }

    [Fact]
    public async Task PassiveCase_WaitsInTheQueueAndIsRecalledAfterFourHours()
    {
        var start = _bench.Time.GetUtcNow();
        await _bench.RaiseAsync(CrisisLevel.Passive);

        var calls = await CallsAsync(TimeSpan.FromHours(8.1), start);

        Assert.Equal([(240, CrisisNoticeKind.Reminder), (480, CrisisNoticeKind.Reminder)], calls.Select(call => (call.Minute, call.Kind)));
    }

    [Fact]
    public async Task AcknowledgedCase_CallsNobodyUntilItsOwnerWasSilentForTooLong()
    {
        var raised = await _bench.RaiseAsync(CrisisLevel.Acute);
        await _bench.WorkAsync();
        await _bench.ActAsync(raised.Case.Id, CrisisAction.Acknowledge);

        await _bench.PassAsync(TimeSpan.FromMinutes(14.9));
        Assert.Single(_bench.Pager.Taken);

        await _bench.PassAsync(TimeSpan.FromMinutes(0.2));
        Assert.Equal([CrisisNoticeKind.Raised, CrisisNoticeKind.Reminder], _bench.Pager.Taken.Select(notice => notice.Kind));
    }

    [Fact]
    public async Task CaseInContact_CallsNobodyUntilItsAuthorWritesAgain()
    {
        var raised = await _bench.RaiseAsync(CrisisLevel.Acute);
        await _bench.WorkAsync();
        await _bench.ActAsync(raised.Case.Id, CrisisAction.Acknowledge);
        await _bench.ActAsync(raised.Case.Id, CrisisAction.BeginContact);
        await _bench.PassAsync(TimeSpan.FromMinutes(60));
        Assert.Single(_bench.Pager.Taken);

        await _bench.RaiseAsync(CrisisLevel.Acute, "again");
        await _bench.PassAsync(TimeSpan.FromMinutes(15.1));

        Assert.Equal(2, _bench.Pager.Taken.Count);
    }

    [Fact]
    public async Task ReleasedCase_StartsTheChainAgain()
    {
        var raised = await _bench.RaiseAsync(CrisisLevel.Acute);
        await _bench.WorkAsync();
        await _bench.ActAsync(raised.Case.Id, CrisisAction.Acknowledge);

        await _bench.ActAsync(raised.Case.Id, CrisisAction.Release);
        await _bench.WorkAsync();
        await _bench.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal([CrisisNoticeKind.Raised, CrisisNoticeKind.Reopened, CrisisNoticeKind.Escalated], _bench.Pager.Taken.Select(notice => notice.Kind));
    }

    [Fact]
    public async Task FurtherMessage_OfTheSameLevel_CallsNobody()
    {
        await _bench.RaiseAsync(CrisisLevel.Active);
        await _bench.RaiseAsync(CrisisLevel.Passive, "again");
        await _bench.WorkAsync();

        Assert.Single(_bench.Pager.Taken);
        Assert.Equal(2, Assert.Single(await _bench.Store.ReadAsync(new(), CancellationToken.None)).EntryCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FurtherMessage_OfAHigherLevel_CallsAtOnceWithTheHigherClock(bool isAcknowledged)
    {
        var raised = await _bench.RaiseAsync(CrisisLevel.Passive);
        if (isAcknowledged)
        {
            await _bench.ActAsync(raised.Case.Id, CrisisAction.Acknowledge);
        }

        await _bench.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Empty(_bench.Pager.Taken);

        await _bench.RaiseAsync(CrisisLevel.Acute, "again");
        await _bench.WorkAsync();

        Assert.Equal((CrisisNoticeKind.LevelRaised, CrisisLevel.Acute), _bench.Pager.Taken.Select(notice => (notice.Kind, notice.Level)).Single());
        await _bench.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, _bench.Pager.Taken.Count);
    }

    [Fact]
    public async Task Clock_ThatIsChangedLater_DoesNotHoldForOpenCases()
    {
        await _bench.RaiseAsync(CrisisLevel.Acute);
        using var restarted = new CrisisBench(_bench, configure: options => options.Acute.Calls = [TimeSpan.Zero, TimeSpan.FromHours(1)]);

        await restarted.PassAsync(TimeSpan.FromMinutes(2.1));

        Assert.Equal(2, _bench.Pager.Taken.Count);
    }

    [Fact]
    public async Task SeveralServers_MakeEachCallOnce()
    {
        await _bench.RaiseAsync(CrisisLevel.Acute);
        var servers = Enumerable.Range(0, 4).Select(_ => new CrisisBench(_bench)).ToArray();

        for (var minute = 0; minute < 11; minute++)
        {
            await Task.WhenAll(servers.Select(server => Task.Run(server.WorkAsync)));
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([0, 1, 2, 3], _bench.Pager.Taken.Select(notice => notice.Step));
        Array.ForEach(servers, server => server.Dispose());
    }

    [Fact]
    public async Task NobodyOnDuty_IsANoticeOfItsOwn()
    {
        var directory = Substitute.For<ITherapistDirectory>();
        directory.FindOnDutyAsync(default, default).ReturnsForAnyArgs([]);
        using var bench = new CrisisBench(directory: directory);

        var raised = await bench.Cases.RaiseAsync(CrisisBench.Draft("goodbye"), CrisisLevel.Acute);
        await bench.WorkAsync();

        Assert.Equal(CareTeamDuty.NobodyOnDuty, raised!.Value.Duty);
        Assert.Equal([CrisisNoticeKind.Raised, CrisisNoticeKind.NobodyOnDuty], bench.Pager.Taken.Select(notice => notice.Kind).Order());
        Assert.Contains(CrisisEventKind.NobodyOnDuty, (await bench.RaiseAsync()).Events.Select(line => line.Kind));
    }

    [Fact]
    public async Task DirectoryThatFails_HoldsNothingUp()
    {
        var directory = Substitute.For<ITherapistDirectory>();
        directory.FindOnDutyAsync(default, default).ReturnsForAnyArgs<ValueTask<IReadOnlyList<UserId>?>>(_ => throw new InvalidOperationException("secret"));
        using var bench = new CrisisBench(directory: directory);

        var raised = await bench.Cases.RaiseAsync(CrisisBench.Draft("goodbye"), CrisisLevel.Acute);

        Assert.Equal(CareTeamDuty.Unknown, raised!.Value.Duty);
        Assert.Contains(bench.Logs.Lines, line => line.Id == 1407);
        Assert.DoesNotContain(bench.Logs.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    public void Dispose() => _bench.Dispose();

    /// <summary>Which calls come at which minute.</summary>
    private async Task<IReadOnlyList<(int Minute, CrisisNoticeKind Kind, int Step)>> CallsAsync(TimeSpan time, DateTimeOffset start)
    {
        List<(int, CrisisNoticeKind, int)> calls = [];
        await _bench.WorkAsync();
        for (var minute = 0; minute <= time.TotalMinutes; minute++)
        {
            calls.AddRange(_bench.Pager.Taken.Skip(calls.Count).Select(notice => ((int)(_bench.Time.GetUtcNow() - start).TotalMinutes, notice.Kind, notice.Step)));
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
            await _bench.WorkAsync();
        }

        return calls;
    }
}
