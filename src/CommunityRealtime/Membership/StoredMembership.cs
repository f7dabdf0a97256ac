namespace CommunityRealtime.Membership;

/// <summary>The default membership: what the chat's own member table says, and in open communities everyone it does not know.</summary>
internal sealed class StoredMembership(ICommunityMemberStore store, ChatMembershipOptions options) : ICommunityMembership
{
    private static readonly CommunityMembership Everyone = CommunityMembership.Member();

    public async ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        var membership = await store.FindAsync(community, user, cancellationToken).ConfigureAwait(false);
        return membership.Status == MembershipStatus.None && options.Open ? Everyone : membership;
    }
}
