using CommunityRealtime.Authentication;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A ticket that was not used yet. Times are Unix milliseconds.</summary>
internal sealed class TicketRow
{
    public required string Hash { get; init; }

    public required string CommunityId { get; init; }

    public required string UserId { get; init; }

    public required string DisplayName { get; init; }

    public string? Locale { get; init; }

    public string? Region { get; init; }

    public long? CredentialExpiresAt { get; init; }

    public long ExpiresAt { get; init; }

    public static TicketRow From(StoredTicket ticket) => new()
    {
        Hash = ticket.Hash,
        CommunityId = ticket.Community.Value,
        UserId = ticket.User.Value,
        DisplayName = ticket.DisplayName,
        Locale = ticket.Locale,
        Region = ticket.Region,
        CredentialExpiresAt = ticket.CredentialExpiresAt?.ToUnixTimeMilliseconds(),
        ExpiresAt = ticket.ExpiresAt.ToUnixTimeMilliseconds(),
    };

    public StoredTicket ToTicket() => new()
    {
        Hash = Hash,
        Community = new CommunityId(CommunityId),
        User = new UserId(UserId),
        DisplayName = DisplayName,
        Locale = Locale,
        Region = Region,
        CredentialExpiresAt = CredentialExpiresAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt),
    };
}
