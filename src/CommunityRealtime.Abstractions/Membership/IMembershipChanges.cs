namespace CommunityRealtime.Membership;

/// <summary>Tells every server that a membership has changed, so that whoever does not belong any more loses the live socket at once.</summary>
/// <remarks>
/// <para>The chat's own <see cref="ICommunityMemberStore"/> calls it by itself. A host with a member table of its own calls it after the change
/// is stored: each server then asks <see cref="ICommunityMembership"/> again, and closes the user's sockets there with 1008
/// <c>not_a_member</c> or <c>banned</c>. Without the call that happens at the next regular check.</para>
/// <para>One instance serves the whole process; it may be called at the same time from many threads.</para>
/// </remarks>
public interface IMembershipChanges
{
    /// <summary>Says that a user's standing in a community may have changed. Returns at once and never fails.</summary>
    /// <param name="community">The community.</param>
    /// <param name="user">The user.</param>
    void Announce(CommunityId community, UserId user);
}
