using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICrisisCaseStore"/> promises; the outbox is in the other part.</summary>
public abstract partial class CrisisCaseStoreSpecification
{
    private static readonly CrisisSchedule Schedule = new([TimeSpan.Zero, TimeSpan.FromMinutes(2)], TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));

    private readonly CommunityId _community = new($"c-{Guid.NewGuid():n}");
    private readonly UserId _author = new($"u-{Guid.NewGuid():n}");

    /// <summary>The store under test.</summary>
    protected abstract ICrisisCaseStore Store { get; }

    /// <summary>The outbox of the store under test.</summary>
    protected abstract ICrisisOutbox Outbox { get; }

    /// <summary>Another instance on the same data, as another server has it, where there can be one.</summary>
    protected virtual ICrisisCaseStore OtherStore => Store;

    /// <summary>The outbox of <see cref="OtherStore"/>.</summary>
    protected virtual ICrisisOutbox OtherOutbox => Outbox;

    [SpecificationFact]
    public async Task FindAsync_UnknownCase_IsNull() => Assert.Null(await Store.FindAsync(Guid.NewGuid(), CancellationToken.None));

    [SpecificationFact]
    public async Task ChangeAsync_UnknownCase_IsNull() =>
        Assert.Null(await Store.ChangeAsync(Guid.NewGuid(), current => new CrisisChange { Case = current }, null, CancellationToken.None));

    [SpecificationTheory]
    [InlineData(CrisisLevel.Passive, true)]
    [InlineData(CrisisLevel.Active, false)]
    [InlineData(CrisisLevel.Acute, true)]
    public async Task AddAsync_FirstEntry_OpensACaseWithItsLog(CrisisLevel level, bool isAnonymous)
    {
        var entry = Entry(level: level, isAnonymous: isAnonymous, text: new string('x', 30_000));

        var result = await AddAsync(entry);

        Assert.True(result.IsNew);
        Assert.Equal(entry with { Number = 1 }, result.Entry);
        Assert.Equal((_community, (UserId?)_author, isAnonymous, level), (result.Case.Community, result.Case.Author, result.Case.IsAnonymous, result.Case.Level));
        var file = await OtherStore.FindAsync(result.Case.Id, CancellationToken.None);
        Assert.Equal(result.Case, file!.Case);
        Assert.Equal([entry with { Number = 1 }], file.Entries);
        Assert.Equal([(1, CrisisEventKind.Raised)], file.Events.Select(line => (line.Number, line.Kind)));
    }

    [SpecificationFact]
    public async Task AddAsync_FurtherEntryOfTheAuthor_JoinsTheOpenCase()
    {
        var first = await AddAsync(Entry(text: "one"));

        var second = await AddAsync(Entry(text: "two"), store: OtherStore);

        Assert.Equal((first.Case.Id, 2, 2), (second.Case.Id, second.Entry.Number, second.Case.EntryCount));
        var file = await Store.FindAsync(first.Case.Id, CancellationToken.None);
        Assert.Equal(["one", "two"], file!.Entries.Select(entry => entry.ProtectedText));
        Assert.Equal([1, 2], file.Events.Select(line => line.Number));
    }

    [SpecificationFact]
    public async Task AddAsync_AnotherAuthorCommunityOrAnonymity_IsAnotherCase()
    {
        var results = new[]
        {
            await AddAsync(Entry()),
            await AddAsync(Entry(isAnonymous: true)),
            await AddAsync(Entry() with { Writer = new UserId("somebody-else") }),
            await AddAsync(Entry() with { Community = new CommunityId($"{Guid.NewGuid():n}") }),
        };

        Assert.Equal(4, results.Select(result => result.Case.Id).Distinct().Count());
    }

    [SpecificationFact]
    public async Task AddAsync_AfterTheCaseWasClosed_OpensAnother()
    {
        var first = await AddAsync(Entry());
        await ChangeAsync(first.Case.Id, current => current with { State = CrisisCaseState.Resolved, ClosedAt = Drafts.Noon });

        var second = await AddAsync(Entry());

        Assert.NotEqual(first.Case.Id, second.Case.Id);
    }

    [SpecificationFact]
    public async Task AddAsync_SameRetryKeyAgain_KeepsTheFirstOnEveryServer()
    {
        var key = $"{Guid.NewGuid():n}".PadRight(CrisisEntry.MaxClientIdLength, 'ü');
        var first = await AddAsync(Entry(text: "one", clientId: key));

        var again = await AddAsync(Entry(text: "two", clientId: key), store: OtherStore);

        Assert.False(again.IsNew);
        Assert.Equal(first.Entry, again.Entry);
        Assert.Equal(first.Case.Id, again.Case.Id);
        Assert.Single((await Store.FindAsync(first.Case.Id, CancellationToken.None))!.Entries);
    }

    [SpecificationFact]
    public async Task AddAsync_ManyEntriesOfOneAuthorAtOnceOnTwoServers_AreOneCase()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
            async () => await AddAsync(Entry(text: $"{number}"), store: number % 2 == 0 ? Store : OtherStore))));

        var caseId = Assert.Single(results.Select(result => result.Case.Id).Distinct());
        var file = await Store.FindAsync(caseId, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 16), file!.Entries.Select(entry => entry.Number));
        Assert.Equal(16, file.Entries.Select(entry => entry.ProtectedText).Distinct(StringComparer.Ordinal).Count());
    }

    [SpecificationFact]
    public async Task AddAsync_SameRetryKeyManyTimesAtOnceOnTwoServers_StoresOneEntry()
    {
        var entry = Entry();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
            async () => await AddAsync(entry, store: number % 2 == 0 ? Store : OtherStore))));

        Assert.Single(results, result => result.IsNew);
        Assert.Single((await Store.FindAsync(results[0].Case.Id, CancellationToken.None))!.Entries);
    }

    [SpecificationFact]
    public async Task AddAsync_CancelledToken_StoresNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.AddAsync(Entry(), Open, new CancellationToken(canceled: true)));

        Assert.Empty(await Store.ReadAsync(new CrisisQuery { Community = _community }, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task ChangeAsync_KeepsWhatWasDecided()
    {
        var id = (await AddAsync(Entry())).Case.Id;
        var owner = new UserId("therapist");

        var changed = await Store.ChangeAsync(
            id,
            current => new CrisisChange
            {
                Case = current with
                {
                    State = CrisisCaseState.Acknowledged,
                    Level = CrisisLevel.Acute,
                    Owner = owner,
                    AcknowledgedAt = Drafts.Noon.AddMinutes(1),
                    ChangedAt = Drafts.Noon.AddMinutes(2),
                    NextCallAt = null,
                    Step = 3,
                },
                Events = [new() { Kind = CrisisEventKind.Acknowledged, State = CrisisCaseState.Acknowledged, Actor = owner, ProtectedReason = "why", At = Drafts.Noon }],
            },
            null,
            CancellationToken.None);

        var file = await OtherStore.FindAsync(id, CancellationToken.None);
        Assert.Equal(changed, file!.Case);
        Assert.Equal((CrisisCaseState.Acknowledged, (UserId?)owner, 3, 2L), (changed!.State, changed.Owner, changed.Step, changed.Version));
        Assert.Equal((owner, "why"), (file.Events[^1].Actor, file.Events[^1].ProtectedReason));
    }

    [SpecificationFact]
    public async Task ChangeAsync_ManyAtOnceOnTwoServers_EachDecidesOnWhatIsThere()
    {
        var id = (await AddAsync(Entry())).Case.Id;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () => await (number % 2 == 0 ? Store : OtherStore).ChangeAsync(
            id, current => new CrisisChange { Case = current with { Step = current.Step + 1 } }, null, CancellationToken.None))));

        Assert.Equal(16, (await Store.FindAsync(id, CancellationToken.None))!.Case.Step);
    }

    [SpecificationFact]
    public async Task ChangeAsync_WithAnEntry_StoresItOnce()
    {
        var id = (await AddAsync(Entry())).Case.Id;
        var answer = Entry(text: "answer") with { Kind = CrisisEntryKind.FromCareTeam, Writer = new UserId("therapist") };
        for (var i = 0; i < 2; i++)
        {
            await Store.ChangeAsync(id, current => new CrisisChange { Case = current }, answer, CancellationToken.None);
        }

        var file = await Store.FindAsync(id, CancellationToken.None);
        Assert.Equal([CrisisEntryKind.Withheld, CrisisEntryKind.FromCareTeam], file!.Entries.Select(entry => entry.Kind));
        Assert.Equal(2, file.Case.Version);
    }

    [SpecificationFact]
    public async Task ChangeAsync_ThatErases_LeavesFiguresOnly()
    {
        var entry = Entry(text: "secret");
        var id = (await AddAsync(entry)).Case.Id;
        await ChangeAsync(id, current => current with { State = CrisisCaseState.Resolved, ClosedAt = Drafts.Noon });

        await Store.ChangeAsync(
            id, current => new CrisisChange { Case = current with { Author = null, Owner = null }, ErasesContent = true }, null, CancellationToken.None);

        var file = await Store.FindAsync(id, CancellationToken.None);
        Assert.Null(file!.Case.Author);
        Assert.All(file.Entries, erased => Assert.Equal((null, null, null), (erased.Writer, erased.ClientId, erased.ProtectedText)));
        Assert.All(file.Events, erased => Assert.Equal((null, null), (erased.Actor, erased.ProtectedReason)));
        Assert.True((await AddAsync(entry)).IsNew);
    }

    [SpecificationFact]
    public async Task ReadAsync_FindsWhatIsAskedFor()
    {
        var open = await AddAsync(Entry());
        var other = await AddAsync(Entry(isAnonymous: true, at: Drafts.Noon.AddMinutes(-1)));
        await ChangeAsync(other.Case.Id, current => current with { State = CrisisCaseState.Resolved, ClosedAt = Drafts.Noon, NextCallAt = null });

        Assert.Equal([other.Case.Id, open.Case.Id], await IdsAsync(new() { Community = _community }));
        Assert.Equal([open.Case.Id], await IdsAsync(new() { Community = _community, IsOpen = true }));
        Assert.Equal([open.Case.Id], await IdsAsync(new() { Community = _community, IsWaiting = true }));
        Assert.Equal([other.Case.Id], await IdsAsync(new() { Community = _community, IsWaiting = false }));
        Assert.Empty(await IdsAsync(new() { Community = _community, IsOpen = true, IsWaiting = false }));
        Assert.Equal([other.Case.Id], await IdsAsync(new() { Community = _community, ClosedBy = Drafts.Noon }));
        Assert.Empty(await IdsAsync(new() { Community = _community, ClosedBy = Drafts.Noon.AddSeconds(-1) }));
        Assert.Equal([other.Case.Id, open.Case.Id], await IdsAsync(new() { Author = _author }));
        Assert.Equal([other.Case.Id], await IdsAsync(new() { Author = _author, Limit = 1 }));
        Assert.Equal([open.Case.Id], await IdsAsync(new() { Community = _community, CallDueBy = Drafts.Noon.AddMinutes(2) }));
        Assert.Empty(await IdsAsync(new() { Community = _community, CallDueBy = Drafts.Noon.AddMinutes(2).AddMilliseconds(-1) }));
        Assert.Equal([open.Case.Id], await IdsAsync(new() { Community = _community, ChangedSince = Drafts.Noon }));
    }

    /// <summary>Opens a case, or joins one.</summary>
    private static CrisisChange Open(CrisisEntry entry, CrisisCase? open, params IReadOnlyList<PendingNotice> notices) => new()
    {
        Case = open ?? new CrisisCase
        {
            Id = Guid.NewGuid(),
            Community = entry.Community,
            Author = entry.Writer,
            IsAnonymous = entry.IsAnonymous,
            Level = entry.Level,
            State = CrisisCaseState.Raised,
            RaisedAt = entry.WrittenAt,
            ChangedAt = entry.WrittenAt,
            Schedule = Schedule,
            NextCallAt = entry.WrittenAt + Schedule.Until(1),
        },
        Events = [new() { Kind = open is null ? CrisisEventKind.Raised : CrisisEventKind.MessageAdded, State = CrisisCaseState.Raised, At = entry.WrittenAt }],
        Notices = notices,
    };

    private CrisisChange Open(CrisisCase? open) => Open(Entry(), open);

    private async Task<CrisisEntryResult> AddAsync(CrisisEntry entry, ICrisisCaseStore? store = null) =>
        await (store ?? Store).AddAsync(entry, open => Open(entry, open), CancellationToken.None);

    private async Task ChangeAsync(Guid id, Func<CrisisCase, CrisisCase> change) =>
        await Store.ChangeAsync(id, current => new CrisisChange { Case = change(current) }, null, CancellationToken.None);

    private async Task<IEnumerable<Guid>> IdsAsync(CrisisQuery query) =>
        (await Store.ReadAsync(query, CancellationToken.None)).Select(found => found.Id);

    private CrisisEntry Entry(
        CrisisLevel level = CrisisLevel.Active, bool isAnonymous = false, string text = "protected", string? clientId = null, DateTimeOffset? at = null) => new()
        {
            Kind = CrisisEntryKind.Withheld,
            Community = _community,
            Writer = _author,
            ClientId = clientId ?? $"{Guid.NewGuid()}",
            IsAnonymous = isAnonymous,
            Level = level,
            ProtectedText = text,
            WrittenAt = at ?? Drafts.Noon,
        };
}
