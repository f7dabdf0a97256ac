namespace CommunityRealtime.Membership;

/// <summary>The default membership: what the chat's own member table says, and in open communities everyone it does not know.</summary>
internal sealed class StoredMembership(ICommunityMemberStore store, KnownMembers known, ChatMembershipOptions options) : ICommunityMembership
{
    private static readonly CommunityMembership Everyone = CommunityMembership.Member();

    public async ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        if (known.Find(community, user) is { } member)
        {
            return member;
        }

        var changesBefore = known.Changes;
        var found = OpenTo(await store.FindAsync(community, user, cancellationToken).ConfigureAwait(false));
        known.Keep(community, user, found, changesBefore);
        return found;
    }

    public async ValueTask<IReadOnlyList<CommunityMembership>> FindManyAsync(
        CommunityId community, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var memberships = await store.FindManyAsync(community, users, cancellationToken).ConfigureAwait(false);
        return options.Open ? [.. memberships.Select(OpenTo)] : memberships;
    }

    private CommunityMembership OpenTo(CommunityMembership membership) =>
        membership.Status == MembershipStatus.None && options.Open ? Everyone : membership;
}
