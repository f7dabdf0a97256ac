using CommunityRealtime.Safety;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICrisisCaseStore"/> promises.</summary>
public abstract class CrisisCaseStoreSpecification
{
    /// <summary>The store under test.</summary>
    protected abstract ICrisisCaseStore Store { get; }

    /// <summary>Another instance on the same data, as another server has it, where there can be one.</summary>
    protected virtual ICrisisCaseStore OtherStore => Store;

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

        var result = await Store.AddAsync(crisisCase, CancellationToken.None);

        Assert.True(result.IsNew);
        AssertIs(crisisCase, result.Case);
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

        var again = await Store.AddAsync(Case(first.Id, text: "two"), CancellationToken.None);

        Assert.False(again.IsNew);
        AssertIs(first, again.Case);
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
    public async Task AddAsync_SameRetryKeyAgain_KeepsTheFirstOnEveryServer()
    {
        var first = Case(text: "one", clientId: $"{Guid.NewGuid()}");
        var second = Case(text: "two", clientId: first.ClientId);
        await Store.AddAsync(first, CancellationToken.None);

        var again = await OtherStore.AddAsync(second, CancellationToken.None);

        Assert.False(again.IsNew);
        AssertIs(first, again.Case);
        Assert.Null(await Store.FindAsync(second.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_SameRetryKeyOfAnotherAuthorOrInAnotherCommunity_IsANewCase()
    {
        var clientId = $"{Guid.NewGuid()}";

        var results = new[]
        {
            await Store.AddAsync(Case(clientId: clientId), CancellationToken.None),
            await Store.AddAsync(Case(clientId: clientId, author: "user-8"), CancellationToken.None),
            await Store.AddAsync(Case(clientId: clientId, community: "6"), CancellationToken.None),
            await Store.AddAsync(Case(clientId: clientId.ToUpperInvariant() + "X"), CancellationToken.None),
        };

        Assert.All(results, result => Assert.True(result.IsNew));
    }

    [SpecificationFact]
    public async Task AddAsync_LongestRetryKey_IsKept()
    {
        var crisisCase = Case(clientId: $"{Guid.NewGuid():n}".PadRight(CrisisCase.MaxClientIdLength, 'ü'));

        await Store.AddAsync(crisisCase, CancellationToken.None);

        AssertIs(crisisCase, await Store.FindAsync(crisisCase.Id, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task AddAsync_SameRetryKeyManyTimesAtOnceOnTwoServers_StoresOneCase()
    {
        for (var round = 0; round < 5; round++)
        {
            var clientId = $"{Guid.NewGuid()}";

            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(
                async () => await (number % 2 == 0 ? Store : OtherStore).AddAsync(Case(clientId: clientId), CancellationToken.None))));

            var added = Assert.Single(results, result => result.IsNew);
            Assert.All(results, result => Assert.Equal(added.Case.Id, result.Case.Id));
        }
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
        Guid? id = null,
        CrisisLevel level = CrisisLevel.Active,
        bool isAnonymous = false,
        string text = "protected",
        string? clientId = null,
        string author = "user-7",
        string community = "5") => new()
        {
            Id = id ?? Guid.NewGuid(),
            Community = new CommunityId(community),
            Author = new UserId(author),
            ClientId = clientId ?? $"{Guid.NewGuid()}",
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
        Assert.Equal(expected.ClientId, actual.ClientId);
        Assert.Equal(expected.IsAnonymous, actual.IsAnonymous);
        Assert.Equal(expected.Level, actual.Level);
        Assert.Equal(expected.ProtectedText, actual.ProtectedText);
        Assert.Equal(expected.RaisedAt, actual.RaisedAt);
        Assert.Equal(TimeSpan.Zero, actual.RaisedAt.Offset);
    }
}
