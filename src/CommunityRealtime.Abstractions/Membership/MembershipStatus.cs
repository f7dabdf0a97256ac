namespace CommunityRealtime.Membership;

/// <summary>Whether a user belongs to a community.</summary>
public enum MembershipStatus
{
    /// <summary>Does not belong to it, or there is no such community: an outsider cannot tell the two apart.</summary>
    None = 0,

    /// <summary>Belongs to it.</summary>
    Member = 1,

    /// <summary>Was excluded from it.</summary>
    Banned = 2,
}
