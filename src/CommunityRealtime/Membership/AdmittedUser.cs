namespace CommunityRealtime.Membership;

/// <summary>An authenticated user who is a member of the community.</summary>
/// <param name="Id">The user.</param>
/// <param name="DisplayName">The name other members see.</param>
internal sealed record AdmittedUser(UserId Id, string DisplayName);
