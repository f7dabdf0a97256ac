using CommunityRealtime.Membership;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICommunityMemberStore"/> promises.</summary>
/// <remarks>Every test uses communities of its own, so that one store may serve them all.</remarks>
public abstract class CommunityMemberStoreSpecification
{
    private static readonly UserId Alice = new("42");

    private readonly CommunityId _community = Drafts.NewCommunity();

    /// <summary>The store under test.</summary>
    protected abstract ICommunityMemberStore Store { get; }

    [SpecificationFact]
    public async Task FindAsync_UnknownCommunity_IsNone()
    {
        AssertIs(CommunityMembership.None, await FindAsync(Alice));
    }

    [SpecificationFact]
    public async Task FindAsync_UnknownUser_IsNone()
    {
        await SetAsync(Alice, CommunityMembership.Member());

        AssertIs(CommunityMembership.None, await FindAsync(new UserId("43")));
    }

    [SpecificationTheory]
    [InlineData(CommunityRole.Member, null)]
    [InlineData(CommunityRole.Moderator, "Zoë 🦊")]
    [InlineData(CommunityRole.Therapist, "Dr. Dana")]
    public async Task SetAsync_Member_IsFoundWithRoleAndName(CommunityRole role, string? displayName)
    {
        var membership = CommunityMembership.Member(role, displayName);

        await SetAsync(Alice, membership);

        AssertIs(membership, await FindAsync(Alice));
    }

    [SpecificationFact]
    public async Task FindManyAsync_Some_AreTheMembershipsInTheOrderAskedFor()
    {
        var (bob, carol, nobody) = (new UserId("43"), new UserId("44"), new UserId("45"));
        await SetAsync(Alice, CommunityMembership.Member(CommunityRole.Therapist, "Alice"));
        await SetAsync(bob, CommunityMembership.Banned);
        await SetAsync(carol, CommunityMembership.Member());

        var found = await Store.FindManyAsync(_community, [carol, nobody, bob, Alice], CancellationToken.None);

        Assert.Equal(4, found.Count);
        AssertIs(CommunityMembership.Member(), found[0]);
        AssertIs(CommunityMembership.None, found[1]);
        AssertIs(CommunityMembership.Banned, found[2]);
        AssertIs(CommunityMembership.Member(CommunityRole.Therapist, "Alice"), found[3]);
    }

    [SpecificationFact]
    public async Task SetAsync_Again_ReplacesWhatWasThere()
    {
        await SetAsync(Alice, CommunityMembership.Member(CommunityRole.Moderator, "Alice"));

        await SetAsync(Alice, CommunityMembership.Member());
        AssertIs(CommunityMembership.Member(), await FindAsync(Alice));

        await SetAsync(Alice, CommunityMembership.Banned);
        AssertIs(CommunityMembership.Banned, await FindAsync(Alice));

        await SetAsync(Alice, CommunityMembership.None);
        AssertIs(CommunityMembership.None, await FindAsync(Alice));

        await SetAsync(Alice, CommunityMembership.Member(CommunityRole.Therapist));
        AssertIs(CommunityMembership.Member(CommunityRole.Therapist), await FindAsync(Alice));
    }

    [SpecificationFact]
    public async Task SetAsync_NoneForAnUnknownUser_ChangesNothing()
    {
        await SetAsync(Alice, CommunityMembership.None);

        AssertIs(CommunityMembership.None, await FindAsync(Alice));
    }

    [SpecificationFact]
    public async Task SetAsync_OneCommunity_LeavesTheOthersAlone()
    {
        var other = Drafts.NewCommunity();
        await SetAsync(Alice, CommunityMembership.Member());

        await Store.SetAsync(other, Alice, CommunityMembership.Banned, CancellationToken.None);

        AssertIs(CommunityMembership.Member(), await FindAsync(Alice));
        AssertIs(CommunityMembership.Banned, await Store.FindAsync(other, Alice, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task SetAsync_UsersThatOnlyLookAlike_AreDifferentUsers()
    {
        await SetAsync(new UserId("bob"), CommunityMembership.Member(CommunityRole.Moderator));

        AssertIs(CommunityMembership.None, await FindAsync(new UserId("Bob")));
        AssertIs(CommunityMembership.None, await FindAsync(new UserId("bob ")));
    }

    [SpecificationFact]
    public async Task SetAsync_SameUserManyTimesAtOnce_EndsInOneOfTheStates()
    {
        var names = Enumerable.Range(0, 16).Select(number => $"name {number}").ToArray();

        await Task.WhenAll(names.Select(name => Task.Run(
            () => SetAsync(Alice, CommunityMembership.Member(CommunityRole.Member, name)))));

        Assert.Contains((await FindAsync(Alice)).DisplayName, names);
    }

    [SpecificationFact]
    public async Task SetAsync_AddedAndRemovedManyTimesAtOnce_NeverFails()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(
            () => SetAsync(Alice, number % 2 == 0 ? CommunityMembership.Member() : CommunityMembership.None))));

        await SetAsync(Alice, CommunityMembership.Banned);
        AssertIs(CommunityMembership.Banned, await FindAsync(Alice));
    }

    [SpecificationFact]
    public async Task SetAsync_CancelledToken_ChangesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.SetAsync(
            _community, Alice, CommunityMembership.Member(), new CancellationToken(canceled: true)));

        AssertIs(CommunityMembership.None, await FindAsync(Alice));
    }

    private static void AssertIs(CommunityMembership expected, CommunityMembership actual)
        => Assert.Equal(
            (expected.Status, expected.Role, expected.DisplayName), (actual.Status, actual.Role, actual.DisplayName));

    private async Task<CommunityMembership> FindAsync(UserId user)
        => await Store.FindAsync(_community, user, CancellationToken.None);

    private async Task SetAsync(UserId user, CommunityMembership membership)
        => await Store.SetAsync(_community, user, membership, CancellationToken.None);
}
