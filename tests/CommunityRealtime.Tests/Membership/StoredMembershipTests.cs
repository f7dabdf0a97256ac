using CommunityRealtime.Membership;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Membership;

public sealed class StoredMembershipTests
{
    private readonly MembershipChanges _changes = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CountingStore _store;

    public StoredMembershipTests() => _store = new(_changes);

    [Theory]
    [InlineData(false, MembershipStatus.None)]
    [InlineData(true, MembershipStatus.Member)]
    public async Task Find_UnknownUser_IsAMemberOnlyWhereCommunitiesAreOpen(bool open, MembershipStatus status)
    {
        var membership = Membership(open);

        Assert.Equal(status, (await membership.FindAsync(new(5), new(42), default)).Status);
        Assert.Equal(status, (await membership.FindManyAsync(new(5), [new(42)], default)).Single().Status);
    }

    [Fact]
    public async Task Find_BannedUserOfAnOpenCommunity_IsBanned()
    {
        await _store.SetAsync(new(5), new(42), CommunityMembership.Banned, default);

        Assert.Equal(MembershipStatus.Banned, (await Membership(open: true).FindAsync(new(5), new(42), default)).Status);
    }

    [Fact]
    public async Task Find_AMemberTwiceInASecond_AsksTheStoreOnce()
    {
        await _store.SetAsync(new(5), new(42), CommunityMembership.Member(CommunityRole.Therapist, "Dana"), default);
        var membership = Membership();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("Dana", (await membership.FindAsync(new(5), new(42), default)).DisplayName);
        }

        Assert.Equal(1, _store.Finds);
        _time.Advance(TimeSpan.FromSeconds(1));
        await membership.FindAsync(new(5), new(42), default);
        Assert.Equal(2, _store.Finds);
    }

    [Theory]
    [InlineData(5, 43)]
    [InlineData(6, 42)]
    public async Task Find_AnotherUserOrCommunity_IsNotMistakenForAMember(int community, int user)
    {
        await _store.SetAsync(new(5), new(42), CommunityMembership.Member(), default);
        var membership = Membership();
        await membership.FindAsync(new(5), new(42), default);

        Assert.Equal(MembershipStatus.None, (await membership.FindAsync(new(community), new(user), default)).Status);
    }

    [Fact]
    public async Task Find_AMemberWhoWasRemoved_KnowsItAtOnce()
    {
        await _store.SetAsync(new(5), new(42), CommunityMembership.Member(), default);
        var membership = Membership();
        await membership.FindAsync(new(5), new(42), default);

        await _store.SetAsync(new(5), new(42), CommunityMembership.None, default);

        Assert.Equal(MembershipStatus.None, (await membership.FindAsync(new(5), new(42), default)).Status);
    }

    [Fact]
    public async Task Find_AMemberWhoIsRemovedMeanwhile_IsNotRemembered()
    {
        await _store.SetAsync(new(5), new(42), CommunityMembership.Member(), default);
        var membership = Membership();
        _store.AfterFind = () => _store.SetAsync(new(5), new(42), CommunityMembership.None, default).AsTask();
        await membership.FindAsync(new(5), new(42), default);
        _store.AfterFind = () => Task.CompletedTask;

        Assert.Equal(MembershipStatus.None, (await membership.FindAsync(new(5), new(42), default)).Status);
    }

    private StoredMembership Membership(bool open = false) => new(_store, new(_changes, _time), new() { Open = open });

    private sealed class CountingStore(MembershipChanges changes) : ICommunityMemberStore
    {
        private readonly InMemoryMemberStore _members = new(changes);

        public int Finds { get; private set; }

        public Func<Task> AfterFind { get; set; } = () => Task.CompletedTask;

        public async ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
        {
            Finds++;
            var found = await _members.FindAsync(community, user, cancellationToken);
            await AfterFind();
            return found;
        }

        public ValueTask SetAsync(CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken) =>
            _members.SetAsync(community, user, membership, cancellationToken);
    }
}
