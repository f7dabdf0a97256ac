using CommunityRealtime.Presence;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="ICommunityPresence"/> promises.</summary>
/// <remarks>Every test uses communities of its own, so that one pair of servers may serve them all.</remarks>
public abstract class CommunityPresenceSpecification
{
    private static readonly UserId Alice = new("42");
    private static readonly UserId Bob = new("Bob 🦊");

    private readonly CommunityId _community = Drafts.NewCommunity();

    /// <summary>The presence of one server.</summary>
    protected abstract ICommunityPresence Here { get; }

    /// <summary>The presence of another server. It may be the same as <see cref="Here"/> where there is only one.</summary>
    protected abstract ICommunityPresence There { get; }

    [SpecificationFact]
    public async Task ListAsync_UnknownCommunity_IsEmpty()
    {
        Assert.Empty(await Here.ListAsync(_community, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task Enter_OnThisServer_IsListedAtOnce()
    {
        Here.Enter(new PresentConnection(_community, Alice));

        Assert.Equal([Alice], await Here.ListAsync(_community, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task Enter_OnAnotherServer_IsListedToo()
    {
        Here.Enter(new PresentConnection(_community, Alice));
        There.Enter(new PresentConnection(_community, Bob));

        await ListsAsync(Here, Alice, Bob);
        await ListsAsync(There, Alice, Bob);
    }

    [SpecificationFact]
    public async Task Enter_OneUserManyTimes_IsListedOnce()
    {
        Here.Enter(new PresentConnection(_community, Alice));
        Here.Enter(new PresentConnection(_community, Alice));
        There.Enter(new PresentConnection(_community, Alice));
        There.Enter(new PresentConnection(_community, Bob));

        await ListsAsync(Here, Alice, Bob);
        await ListsAsync(There, Alice, Bob);
    }

    [SpecificationFact]
    public async Task Enter_SameConnectionTwice_CountsOnce()
    {
        var connection = new PresentConnection(_community, Alice);
        Here.Enter(connection);
        Here.Enter(connection);

        Here.Leave(connection);

        await ListsAsync(Here);
        await ListsAsync(There);
    }

    [SpecificationFact]
    public async Task Leave_OneOfTwoConnections_UserStays()
    {
        var first = new PresentConnection(_community, Alice);
        var second = new PresentConnection(_community, Alice);
        var bob = new PresentConnection(_community, Bob);
        Here.Enter(first);
        Here.Enter(second);
        Here.Enter(bob);
        await ListsAsync(There, Alice, Bob);

        Here.Leave(first);
        Here.Leave(bob);

        await ListsAsync(There, Alice);
        Here.Leave(second);
        await ListsAsync(There);
    }

    [SpecificationFact]
    public async Task Leave_OneServer_UserStaysWhileOnTheOther()
    {
        var here = new PresentConnection(_community, Alice);
        var there = new PresentConnection(_community, Alice);
        Here.Enter(here);
        There.Enter(there);
        There.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(Here, Alice, Bob);

        There.Leave(there);
        await ListsAsync(There, Alice, Bob);

        Here.Leave(here);
        await ListsAsync(There, Bob);
        await ListsAsync(Here, Bob);
    }

    [SpecificationFact]
    public async Task Leave_ConnectionThatDidNotEnter_ChangesNothing()
    {
        Here.Enter(new PresentConnection(_community, Alice));

        Here.Leave(new PresentConnection(_community, Alice));

        await ListsAsync(Here, Alice);
    }

    [SpecificationFact]
    public async Task Enter_OneCommunity_LeavesTheOthersAlone()
    {
        var other = Drafts.NewCommunity();
        Here.Enter(new PresentConnection(_community, Alice));
        Here.Enter(new PresentConnection(other, Bob));

        await ListsAsync(There, Alice);
        Assert.Equal([Bob], await Here.ListAsync(other, CancellationToken.None));
    }

    [SpecificationFact]
    public async Task EnterAndLeave_ManyAtOnce_EndWithThoseWhoStayed()
    {
        var users = Enumerable.Range(0, 400).Select(number => new UserId(number)).ToArray();

        await Task.WhenAll(users.Chunk(50).Select(some => Task.Run(() =>
        {
            foreach (var user in some)
            {
                var staying = new PresentConnection(_community, user);
                var leaving = new PresentConnection(_community, user);
                Here.Enter(leaving);
                There.Enter(staying);
                Here.Leave(leaving);
                There.Leave(staying);
                There.Enter(staying);
            }
        })));

        await ListsAsync(Here, users);
        await ListsAsync(There, users);
    }

    [SpecificationFact]
    public async Task ListAsync_CancelledToken_IsCancelled()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Here.ListAsync(_community, new CancellationToken(canceled: true)));
    }

    private Task ListsAsync(ICommunityPresence presence, params UserId[] expected) => Patience.UntilAsync(
        async () =>
        {
            var listed = await presence.ListAsync(_community, CancellationToken.None);
            Assert.Equal(listed.Count, listed.Distinct().Count());
            return expected.ToHashSet().SetEquals(listed);
        },
        $"{expected.Length} users to be listed");
}
