using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Authentication;

/// <summary>What a token is checked against: algorithms pinned by the kind of key, lifetime required, issuer and audience when set.</summary>
internal sealed class JwtParameters
{
    /// <summary>
    /// What a token may say of its own kind: access tokens (RFC 9068) and those that say nothing. A token for another purpose, such as a logout token, is no
    /// credential, though the same key has signed it (RFC 8725, section 3.11).
    /// </summary>
    private static readonly string[] AcceptedTypes = ["JWT", "at+jwt", "application/at+jwt"];

    private JwtParameters(TokenValidationParameters validation, AuthorityKeys? authority)
    {
        Validation = validation;
        Authority = authority;
    }

    public TokenValidationParameters Validation { get; }

    /// <summary>Where the keys come from, when they are not fixed.</summary>
    public AuthorityKeys? Authority { get; }

    /// <summary>Reads the options; <see langword="null"/> when they name nothing to check a token with.</summary>
    public static JwtParameters? From(ChatJwtOptions options, TimeProvider time, ILogger logger)
    {
        if (!string.IsNullOrEmpty(options.SigningKey))
        {
            return WithKey(options, JwtKey.FromSharedKey(options.SigningKey));
        }

        if (!string.IsNullOrEmpty(options.PublicKeyPem))
        {
            return WithKey(options, JwtKey.FromPem(options.PublicKeyPem));
        }

        return string.IsNullOrEmpty(options.Authority) ? null : WithAuthority(options, options.Authority, time, logger);
    }

    private static JwtParameters WithKey(ChatJwtOptions options, (SecurityKey Key, string Algorithm) key)
    {
        var validation = Common(options, key.Algorithm);
        validation.IssuerSigningKey = key.Key;
        return new(validation, authority: null);
    }

    private static JwtParameters WithAuthority(ChatJwtOptions options, string authority, TimeProvider time, ILogger logger)
    {
        var validation = Common(options, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256);
        var keys = new AuthorityKeys(authority, options.RequireHttpsMetadata, time, logger);

        // The handler takes keys and issuer from it, and asks it again when a token names a key it does not have yet.
        validation.ConfigurationManager = keys;
        validation.ValidateIssuer = true;
        return new(validation, keys);
    }

    private static TokenValidationParameters Common(ChatJwtOptions options, params string[] algorithms) => new()
    {
        ValidAlgorithms = algorithms,
        TypeValidator = static (type, _, _) => string.IsNullOrEmpty(type) || AcceptedTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? type
            : throw new SecurityTokenInvalidTypeException(),
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateLifetime = true,
        ClockSkew = options.ClockSkew,
        ValidateIssuer = options.Issuer is not null,
        ValidIssuer = options.Issuer,
        ValidateAudience = options.Audience is not null,
        ValidAudience = options.Audience,
    };
}
