namespace CommunityRealtime.Authentication;

/// <summary>What a store keeps of a ticket: never the ticket itself, so that nobody who reads the store can connect with what is in it.</summary>
/// <remarks>Immutable. It has no text of its own, so that a log that is handed one by mistake names nobody.</remarks>
public sealed class StoredTicket
{
    /// <summary>How long a <see cref="Hash"/> is, in characters: the 32 bytes of SHA-256 (FIPS 180-4) as hexadecimal digits.</summary>
    public const int HashLength = 64;

    /// <summary>The SHA-256 hash of the ticket's ASCII characters, as <see cref="HashLength"/> lower-case hexadecimal digits. The key of the ticket.</summary>
    public required string Hash { get; init; }

    /// <summary>The only community that the ticket opens.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Whose ticket it is.</summary>
    public required UserId User { get; init; }

    /// <summary>The name that other members see, 1–100 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The user's language as two or three letters (ISO 639); <see langword="null"/> when it is not known.</summary>
    public string? Locale { get; init; }

    /// <summary>The user's country as two letters (ISO 3166-1); <see langword="null"/> when it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>When the credential expires that the ticket was got with; <see langword="null"/> for never, or when that is not known. Kept to the millisecond.</summary>
    public DateTimeOffset? CredentialExpiresAt { get; init; }

    /// <summary>From when on the ticket is worth nothing. Kept to the millisecond.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
