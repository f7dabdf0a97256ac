namespace CommunityRealtime.Authentication;

/// <summary>How the chat checks the app's JSON Web Tokens (RFC 7519, RFC 8725). Section <c>CommunityChat:Jwt</c>; read once at start-up.</summary>
/// <remarks>
/// At most one of <see cref="SigningKey"/>, <see cref="PublicKeyPem"/> and <see cref="Authority"/> is set. It also decides the
/// algorithms: a token signed in any other way, or not at all, is refused. Without any of them only users that the app's own
/// authentication established can connect.
/// </remarks>
public sealed class ChatJwtOptions
{
    /// <summary>The shared key of HS256 tokens, taken as UTF-8: at least 32 bytes (RFC 7518, section 3.2). Default none.</summary>
    public string? SigningKey { get; set; }

    /// <summary>The issuer's public key as PEM: RSA of at least 2,048 bits for RS256, or P-256 for ES256. Default none.</summary>
    public string? PublicKeyPem { get; set; }

    /// <summary>
    /// The issuer's address, such as <c>https://login.example.com</c>, for RS256 and ES256 with keys by OpenID Connect
    /// Discovery 1.0. Keys are read at first use, when a token names a key that is not there yet, and every five minutes while tokens are checked: a key
    /// that the issuer withdraws is trusted for ten minutes at most, or until the issuer can be reached. Default none.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>Whether <see cref="Authority"/> must be https. Default true; turn it off for a local test issuer only.</summary>
    public bool RequireHttpsMetadata { get; set; } = true;

    /// <summary>The issuer that a token's <c>iss</c> must name. Default none: not checked, or the authority's own issuer with <see cref="Authority"/>.</summary>
    public string? Issuer { get; set; }

    /// <summary>The audience that a token's <c>aud</c> must name. Default none: not checked.</summary>
    public string? Audience { get; set; }

    /// <summary>How far clocks may differ when <c>exp</c> and <c>nbf</c> are checked. Default 30 seconds; 0 to 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many tokens that were checked are remembered, each by its hash until it expires or the authority's keys are read again, so that a client that comes back
    /// costs no second signature. Default 20,000, some 10 MiB when all are in use; 0 to 1,000,000, 0 for none.
    /// </summary>
    public int MaxKnownTokens { get; set; } = 20_000;

    /// <summary>
    /// Whether a token may stand in the address (<c>?token=</c>), where access logs and histories keep it. Default true. Where it is false such a token
    /// is not seen at all; clients that cannot set headers use a ticket, or the token beside the subprotocol.
    /// </summary>
    public bool AllowQueryToken { get; set; } = true;

    /// <summary>The claim that holds the user's id, a string or a number. Default <c>sub</c>.</summary>
    public string UserIdClaim { get; set; } = "sub";

    /// <summary>The claim that holds the name other members see. Default <c>name</c>. A token without it shows the user's id.</summary>
    public string DisplayNameClaim { get; set; } = "name";
}
