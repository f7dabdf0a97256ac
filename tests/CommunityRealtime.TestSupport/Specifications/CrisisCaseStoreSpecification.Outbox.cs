using CommunityRealtime.Crisis;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICrisisOutbox"/> promises.</summary>
public abstract partial class CrisisCaseStoreSpecification
{
    // Rows of other tests in the same database have channels of their own.
    private readonly string _channel = $"channel-{Guid.NewGuid():n}";

    [SpecificationFact]
    public async Task LeaseAsync_NoticeOfANewCase_IsTakenByOneServer()
    {
        var notice = await RaiseAsync();

        var taken = await LeaseAsync(Outbox, "one");

        Assert.Equal([notice with { Attempts = 1 }], taken, Same);
        Assert.Empty(await LeaseAsync(OtherOutbox, "two"));
    }

    [SpecificationFact]
    public async Task LeaseAsync_BeforeItIsDueOrForAnotherChannel_IsEmpty()
    {
        await RaiseAsync();

        Assert.Empty(await LeaseAsync(Outbox, "one", at: Drafts.Noon.AddMilliseconds(-1)));
        Assert.Empty(await Outbox.LeaseAsync("another", "one", Drafts.Noon, Drafts.Noon.AddMinutes(1), 10, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task LeaseAsync_AfterTheLeaseEnded_IsTakenAgainWithTheSameId()
    {
        var notice = await RaiseAsync();
        await LeaseAsync(Outbox, "killed");

        var again = await LeaseAsync(OtherOutbox, "two", at: Drafts.Noon.AddMinutes(1));

        Assert.Equal([notice with { Attempts = 2 }], again, Same);
        Assert.False(await Outbox.SettleAsync(notice.Notice.Id, "killed", NoticeOutcome.Delivered, Drafts.Noon, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task LeaseAsync_ManyServersAtOnce_EachNoticeOnce()
    {
        for (var i = 0; i < 20; i++)
        {
            await RaiseAsync();
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => Task.Run(async () => await LeaseAsync(number % 2 == 0 ? Outbox : OtherOutbox, $"server-{number}"))));

        var ids = taken.SelectMany(list => list).Select(pending => pending.Notice.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.NotEmpty(ids);
    }

    [SpecificationFact]
    public async Task SettleAsync_Delivered_IsNeverTakenAgain()
    {
        var notice = await RaiseAsync();
        await LeaseAsync(Outbox, "one");

        Assert.True(await Outbox.SettleAsync(notice.Notice.Id, "one", NoticeOutcome.Delivered, Drafts.Noon, CancellationToken.None));

        Assert.Empty(await LeaseAsync(Outbox, "one", at: Drafts.Noon.AddYears(1)));
        Assert.False(await Outbox.SettleAsync(notice.Notice.Id, "one", NoticeOutcome.Postponed, Drafts.Noon, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task SettleAsync_Postponed_IsTakenWhenItIsDue()
    {
        var notice = await RaiseAsync();
        await LeaseAsync(Outbox, "one");

        await Outbox.SettleAsync(notice.Notice.Id, "one", NoticeOutcome.Postponed, Drafts.Noon.AddSeconds(5), CancellationToken.None);

        Assert.Empty(await LeaseAsync(OtherOutbox, "two", at: Drafts.Noon.AddSeconds(4)));
        Assert.Equal(2, Assert.Single(await LeaseAsync(OtherOutbox, "two", at: Drafts.Noon.AddSeconds(5))).Attempts);
    }

    [SpecificationFact]
    public async Task ReadStateAsync_CountsWhatWaitsAndWhatWasGivenUpWhileTheCaseWaits()
    {
        var before = await Outbox.ReadStateAsync(CancellationToken.None);
        var notice = await RaiseAsync();

        Assert.Equal(before.Waiting + 1, (await Outbox.ReadStateAsync(CancellationToken.None)).Waiting);

        await LeaseAsync(Outbox, "one");
        await Outbox.SettleAsync(notice.Notice.Id, "one", NoticeOutcome.GivenUp, Drafts.Noon, CancellationToken.None);
        var after = await Outbox.ReadStateAsync(CancellationToken.None);
        Assert.Equal((before.Waiting, before.GivenUp + 1), (after.Waiting, after.GivenUp));

        await ChangeAsync(notice.Notice.CaseId, current => current with { State = CrisisCaseState.Resolved, ClosedAt = Drafts.Noon, Owner = new UserId("t") });
        Assert.Equal(before.GivenUp, (await Outbox.ReadStateAsync(CancellationToken.None)).GivenUp);
    }

    [SpecificationFact]
    public async Task ChangeAsync_ThatWithdrawsNotices_LeavesNoneToSend()
    {
        var notice = await RaiseAsync();

        await Store.ChangeAsync(
            notice.Notice.CaseId, current => new CrisisChange { Case = current, WithdrawsNotices = true }, null, CancellationToken.None);

        Assert.Empty(await LeaseAsync(Outbox, "one"));
    }

    private static bool Same(PendingNotice one, PendingNotice other) =>
        one with { Notice = other.Notice } == other
        && (one.Notice.Id, one.Notice.CaseId, one.Notice.Kind, one.Notice.Step, one.Notice.Level, one.Notice.Community, one.Notice.RaisedAt)
            == (other.Notice.Id, other.Notice.CaseId, other.Notice.Kind, other.Notice.Step, other.Notice.Level, other.Notice.Community, other.Notice.RaisedAt);

    private async Task<PendingNotice> RaiseAsync()
    {
        var entry = Entry() with { Writer = new UserId($"{Guid.NewGuid():n}") };
        PendingNotice? notice = null;
        await Store.AddAsync(
            entry,
            open =>
            {
                var opened = Open(entry, open);
                notice = new PendingNotice
                {
                    Notice = new CrisisNotice
                    {
                        Id = Guid.NewGuid(),
                        CaseId = opened.Case.Id,
                        Kind = CrisisNoticeKind.Raised,
                        Step = 0,
                        Community = entry.Community,
                        Level = entry.Level,
                        RaisedAt = entry.WrittenAt,
                    },
                    Channel = _channel,
                    CreatedAt = Drafts.Noon,
                    DueAt = Drafts.Noon,
                };
                return opened with { Notices = [notice] };
            },
            CancellationToken.None);
        return notice!;
    }

    private ValueTask<IReadOnlyList<PendingNotice>> LeaseAsync(ICrisisOutbox outbox, string owner, DateTimeOffset? at = null) =>
        outbox.LeaseAsync(_channel, owner, at ?? Drafts.Noon, (at ?? Drafts.Noon).AddMinutes(1), 10, CancellationToken.None);
}
