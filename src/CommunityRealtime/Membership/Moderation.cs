namespace CommunityRealtime.Membership;

/// <summary>Removes and bans members on behalf of moderators. The store announces each change, which closes the sockets of the user on every server.</summary>
internal sealed class Moderation(ICommunityMembership membership, ICommunityMemberStore store, ChatMembershipOptions options)
{
    /// <summary>Does an action: check the moderator → check the other user → change.</summary>
    /// <returns>Why it is not done, if it is not. One that has been done already is done.</returns>
    /// <exception cref="MembershipUnavailableException">The members were not reached. Trying again is safe.</exception>
    public async Task<ModerationRefusal?> DoAsync(CommunityId community, AdmittedUser moderator, UserId user, ModerationAction action, CancellationToken cancellationToken)
    {
        if (moderator.Role != CommunityRole.Moderator)
        {
            return ModerationRefusal.NotAModerator;
        }

        if (membership is not StoredMembership)
        {
            return ModerationRefusal.KeptByTheApp;
        }

        var current = await store.FindAsync(community, user, cancellationToken).ConfigureAwait(false);
        if (user == moderator.Id || current.Role != CommunityRole.Member)
        {
            return ModerationRefusal.NotThisUser;
        }

        var refusal = action == ModerationAction.Remove ? CannotRemove(current) : null;
        var isDone = (current.Status == MembershipStatus.Banned) == (action == ModerationAction.Ban);
        if (refusal is null && (action == ModerationAction.Remove || !isDone))
        {
            // Whoever hung up meanwhile has asked for it all the same.
            var next = action == ModerationAction.Ban ? CommunityMembership.Banned : CommunityMembership.None;
            await store.SetAsync(community, user, next, CancellationToken.None).ConfigureAwait(false);
        }

        return refusal;
    }

    private ModerationRefusal? CannotRemove(CommunityMembership current) =>
        current.Status == MembershipStatus.Banned ? ModerationRefusal.IsBanned
        : options.Open ? ModerationRefusal.IsOpen
        : current.Status == MembershipStatus.None ? ModerationRefusal.NoSuchMember
        : null;
}
