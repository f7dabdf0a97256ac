namespace CommunityRealtime.Membership;

/// <summary>Says who belongs to a community. A host with its own member table implements <see cref="FindAsync"/>.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICommunityMembership
{
    /// <summary>Looks up how a user stands to a community.</summary>
    /// <param name="community">The community, which may not exist.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The membership; <see cref="CommunityMembership.None"/> for an unknown community.</returns>
    /// <exception cref="MembershipUnavailableException">The members were not reached; the request is refused and may be tried again.</exception>
    ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken);

    /// <summary>Looks up how many users stand to a community, in one query where that is possible.</summary>
    /// <remarks>Every server does this again and again for the users that are connected. Unless it is implemented, each is looked up by itself.</remarks>
    /// <param name="community">The community.</param>
    /// <param name="users">The users, each once, a few hundred at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The memberships in the order of the users.</returns>
    /// <exception cref="MembershipUnavailableException">The members were not reached.</exception>
    async ValueTask<IReadOnlyList<CommunityMembership>> FindManyAsync(
        CommunityId community, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(users);
        var memberships = new CommunityMembership[users.Count];
        for (var i = 0; i < memberships.Length; i++)
        {
            memberships[i] = await FindAsync(community, users[i], cancellationToken).ConfigureAwait(false);
        }

        return memberships;
    }
}
