namespace CommunityRealtime.Protocol;

/// <summary>A message as one reader may see it. What is not in here cannot reach that reader.</summary>
/// <param name="Id">The message's number in its community.</param>
/// <param name="Community">The community.</param>
/// <param name="User">The author, or <see langword="null"/> when this reader may not know.</param>
/// <param name="Content">The text.</param>
/// <param name="IsAnonymous">Whether it was posted anonymously.</param>
/// <param name="CreatedAt">When it was accepted, UTC.</param>
/// <param name="DisplayName">The name shown with it.</param>
internal readonly record struct WireMessage(
    long Id, CommunityId Community, UserId? User, string Content, bool IsAnonymous, DateTimeOffset CreatedAt, string DisplayName);
