namespace CommunityRealtime.Membership;

/// <summary>How one user stands to one community.</summary>
public sealed class CommunityMembership
{
    private CommunityMembership(MembershipStatus status, CommunityRole role, string? displayName)
    {
        Status = status;
        Role = role;
        DisplayName = displayName;
    }

    /// <summary>The user does not belong to the community.</summary>
    public static CommunityMembership None { get; } = new(MembershipStatus.None, CommunityRole.Member, null);

    /// <summary>The user was excluded from the community.</summary>
    public static CommunityMembership Banned { get; } = new(MembershipStatus.Banned, CommunityRole.Member, null);

    /// <summary>Whether the user belongs to the community.</summary>
    public MembershipStatus Status { get; }

    /// <summary>What the user may do there.</summary>
    public CommunityRole Role { get; }

    /// <summary>The name the user goes by in this community; <see langword="null"/> for the name in the user's token.</summary>
    public string? DisplayName { get; }

    /// <summary>The user belongs to the community.</summary>
    /// <param name="role">What the user may do there.</param>
    /// <param name="displayName">The name the user goes by there, 1–100 characters; <see langword="null"/> for the name in the token.</param>
    /// <returns>A membership with <see cref="MembershipStatus.Member"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="displayName"/> is blank or too long.</exception>
    public static CommunityMembership Member(CommunityRole role = CommunityRole.Member, string? displayName = null)
    {
        if (displayName is not null && (string.IsNullOrWhiteSpace(displayName) || displayName.Length > 100))
        {
            throw new ArgumentException("A display name is 1 to 100 characters and not blank.", nameof(displayName));
        }

        return new(MembershipStatus.Member, role, displayName);
    }
}
