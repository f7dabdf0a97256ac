using CommunityRealtime.Membership;

namespace CommunityRealtime.Tests.Membership;

public sealed class StoredMembershipTests
{
    [Theory]
    [InlineData(false, MembershipStatus.None)]
    [InlineData(true, MembershipStatus.Member)]
    public async Task Find_UnknownUser_IsAMemberOnlyWhereCommunitiesAreOpen(bool open, MembershipStatus status)
    {
        var membership = new StoredMembership(new InMemoryMemberStore(new MembershipChanges()), new() { Open = open });

        Assert.Equal(status, (await membership.FindAsync(new(5), new(42), default)).Status);
    }

    [Fact]
    public async Task Find_BannedUserOfAnOpenCommunity_IsBanned()
    {
        var store = new InMemoryMemberStore(new MembershipChanges());
        await store.SetAsync(new(5), new(42), CommunityMembership.Banned, default);

        Assert.Equal(MembershipStatus.Banned, (await new StoredMembership(store, new() { Open = true }).FindAsync(new(5), new(42), default)).Status);
    }
}
