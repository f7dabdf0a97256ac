namespace CommunityRealtime.Membership;

/// <summary>Says who belongs to a community. A host with its own member table implements this one method.</summary>
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
}
