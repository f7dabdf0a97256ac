using CommunityRealtime.Membership;

namespace CommunityRealtime.EfCore.Model;

/// <summary>How a user stands to a community. A user without a row does not belong to it.</summary>
internal sealed class MemberRow
{
    public required string CommunityId { get; init; }

    public required string UserId { get; init; }

    public MembershipStatus Status { get; init; }

    public CommunityRole Role { get; init; }

    public string? DisplayName { get; init; }
}
