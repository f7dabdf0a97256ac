using CommunityRealtime.Safety;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICrisisCaseStore"/> promises.</summary>
public abstract class CrisisCaseStoreSpecification
{
    /// <summary>The store under test.</summary>
    protected abstract ICrisisCaseStore Store { get; }

    [SpecificationFact]
    public async Task FindAsync_UnknownCase_IsNull()
    {
        Assert.Null(await Store.FindAsync(Guid.NewGuid(), CancellationToken.None));
    }

    [SpecificationTheory]
    [InlineData(CrisisLevel.Passive, true)]
    [InlineData(CrisisLevel.Active, false)]
    [InlineData(CrisisLevel.Acute, true)]
    public async Task AddAsync_Case_IsFoundUnchanged(CrisisLevel level, bool isAnonymous)
    {
        var crisisCase = Case(level: level, isAnonymous: isAnonymous, text: new string('x', 30_000));

        await Store.AddAsync(crisisCase, CancellationToken.None);

        AssertIs(crisisCase, await Store.FindAsync(crisisCase.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_TwoCases_AreFoundApart()
    {
        var first = Case(text: "one");
        var second = Case(text: "two");

        await Store.AddAsync(first, CancellationToken.None);
        await Store.AddAsync(second, CancellationToken.None);

        AssertIs(first, await Store.FindAsync(first.Id, CancellationToken.None));
        AssertIs(second, await Store.FindAsync(second.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_SameIdAgain_KeepsTheFirst()
    {
        var first = Case(text: "one");
        await Store.AddAsync(first, CancellationToken.None);

        await Store.AddAsync(Case(first.Id, text: "two"), CancellationToken.None);

        AssertIs(first, await Store.FindAsync(first.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_SameCaseManyTimesAtOnce_StoresIt()
    {
        var crisisCase = Case();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(async () => await Store.AddAsync(crisisCase, CancellationToken.None))));

        AssertIs(crisisCase, await Store.FindAsync(crisisCase.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_CancelledToken_StoresNothing()
    {
        var crisisCase = Case();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.AddAsync(crisisCase, new CancellationToken(canceled: true)));

        Assert.Null(await Store.FindAsync(crisisCase.Id, CancellationToken.None));
    }

    private static CrisisCase Case(
        Guid? id = null, CrisisLevel level = CrisisLevel.Active, bool isAnonymous = false, string text = "protected") => new()
        {
            Id = id ?? Guid.NewGuid(),
            Community = new CommunityId("5"),
            Author = new UserId("user-7"),
            IsAnonymous = isAnonymous,
            Level = level,
            ProtectedText = text,
            RaisedAt = Drafts.Noon,
        };

    private static void AssertIs(CrisisCase expected, CrisisCase? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(expected.Community, actual.Community);
        Assert.Equal(expected.Author, actual.Author);
        Assert.Equal(expected.IsAnonymous, actual.IsAnonymous);
        Assert.Equal(expected.Level, actual.Level);
        Assert.Equal(expected.ProtectedText, actual.ProtectedText);
        Assert.Equal(expected.RaisedAt, actual.RaisedAt);
        Assert.Equal(TimeSpan.Zero, actual.RaisedAt.Offset);
    }
}
