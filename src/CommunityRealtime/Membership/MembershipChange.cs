namespace CommunityRealtime.Membership;

/// <summary>A user's standing in a community may have changed.</summary>
/// <param name="Community">The community.</param>
/// <param name="User">The user.</param>
/// <param name="IsFromHere">Whether it was announced on this server, so that the others do not know it yet.</param>
internal readonly record struct MembershipChange(CommunityId Community, UserId User, bool IsFromHere);
