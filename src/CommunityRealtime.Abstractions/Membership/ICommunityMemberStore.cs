namespace CommunityRealtime.Membership;

/// <summary>The chat's own member table, for hosts that keep none of their own.</summary>
/// <remarks>
/// <para>One instance serves the whole process; it may be called at the same time from many threads.</para>
/// <para>After a change is stored it calls <see cref="IMembershipChanges.Announce"/>. The chat takes a member that it has looked up for one for a second,
/// or until a change is announced.</para>
/// </remarks>
public interface ICommunityMemberStore : ICommunityMembership
{
    /// <summary>Sets how a user stands to a community: adds, changes, bans or removes in one step.</summary>
    /// <param name="community">The community. It comes into being with its first member.</param>
    /// <param name="user">The user.</param>
    /// <param name="membership">The new state; <see cref="CommunityMembership.None"/> removes the user.</param>
    /// <param name="cancellationToken">Stops the wait. The change may have been made all the same.</param>
    /// <returns>When the change is stored.</returns>
    /// <exception cref="MembershipUnavailableException">The members were not reached. Trying again is safe.</exception>
    ValueTask SetAsync(CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken);
}
