namespace CommunityRealtime.Authentication;

/// <summary>A user that was authenticated.</summary>
public sealed class ChatUser
{
    /// <summary>The host's key of the user.</summary>
    public required UserId Id { get; init; }

    /// <summary>The name other members see with messages that are not anonymous, 1–100 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>When the credential expires; <see langword="null"/> for never, or when that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
