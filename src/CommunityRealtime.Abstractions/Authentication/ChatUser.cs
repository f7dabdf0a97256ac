namespace CommunityRealtime.Authentication;

/// <summary>A user that was authenticated.</summary>
public sealed class ChatUser
{
    /// <summary>The host's key of the user.</summary>
    public required UserId Id { get; init; }

    /// <summary>The name other members see with messages that are not anonymous, 1–100 characters.</summary>
    public required string DisplayName { get; init; }
}
