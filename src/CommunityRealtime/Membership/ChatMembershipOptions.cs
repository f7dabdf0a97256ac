namespace CommunityRealtime.Membership;

/// <summary>Who counts as a member. Section <c>CommunityChat:Membership</c>; read once at start-up.</summary>
public sealed class ChatMembershipOptions
{
    /// <summary>
    /// Whether every authenticated user is a member of every community, unless banned there. Default false: a user must have
    /// been added, through <see cref="ICommunityMemberStore"/> or by the host's own <see cref="ICommunityMembership"/>.
    /// </summary>
    public bool Open { get; set; }

    /// <summary>
    /// Within how long somebody who was removed or banned loses the live socket on every server, whatever is not heard or not announced
    /// (see <see cref="IMembershipChanges"/>). Default 30 seconds; 1 second to 1 hour. Every server looks up all users that are connected
    /// to it twice in this time, a few hundred in one query.
    /// </summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(30);
}
