namespace CommunityRealtime.Membership;

/// <summary>Who counts as a member. Section <c>CommunityChat:Membership</c>; read once at start-up.</summary>
public sealed class ChatMembershipOptions
{
    /// <summary>
    /// Whether every authenticated user is a member of every community, unless banned there. Default false: a user must have
    /// been added, through <see cref="ICommunityMemberStore"/> or by the host's own <see cref="ICommunityMembership"/>.
    /// </summary>
    public bool Open { get; set; }
}
