namespace CommunityRealtime.Authentication;

/// <summary>A user that was authenticated.</summary>
public sealed class ChatUser
{
    /// <summary>The host's key of the user.</summary>
    public required UserId Id { get; init; }

    /// <summary>The name other members see with messages that are not anonymous, 1–100 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The user's language as a tag (BCP 47), such as <c>es-MX</c>; private replies come in it where there are some. Default not known.</summary>
    public string? Locale { get; init; }

    /// <summary>The country that the user is in, two letters of ISO 3166-1: whose helplines and emergency number a private reply names. Default that of <see cref="Locale"/>.</summary>
    public string? Region { get; init; }

    /// <summary>When the credential expires; <see langword="null"/> for never, or when that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
