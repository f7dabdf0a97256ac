using CommunityRealtime.Authentication;

namespace CommunityRealtime.Membership;

/// <summary>An authenticated user who is a member of the community.</summary>
/// <param name="Id">The user.</param>
/// <param name="DisplayName">The name other members see.</param>
/// <param name="Role">What the user may do there.</param>
/// <param name="ExpiresAt">When the user's credential expires, if it does.</param>
/// <param name="Locale">What is known of the user's language and country.</param>
internal sealed record AdmittedUser(UserId Id, string DisplayName, CommunityRole Role, DateTimeOffset? ExpiresAt, UserLocale Locale = default);
