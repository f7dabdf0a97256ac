using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Authentication;

/// <summary>What a token is checked against: algorithms pinned by the kind of key, lifetime required, issuer and audience when set.</summary>
internal sealed class JwtParameters
{
    private JwtParameters(TokenValidationParameters validation, ConfigurationManager<OpenIdConnectConfiguration>? authority)
    {
        Validation = validation;
        Authority = authority;
    }

    public TokenValidationParameters Validation { get; }

    /// <summary>Where the keys come from, when they are not fixed.</summary>
    public ConfigurationManager<OpenIdConnectConfiguration>? Authority { get; }

    /// <summary>Reads the options; <see langword="null"/> when they name nothing to check a token with.</summary>
    public static JwtParameters? From(ChatJwtOptions options)
    {
        if (!string.IsNullOrEmpty(options.SigningKey))
        {
            return WithKey(options, JwtKey.FromSharedKey(options.SigningKey));
        }

        if (!string.IsNullOrEmpty(options.PublicKeyPem))
        {
            return WithKey(options, JwtKey.FromPem(options.PublicKeyPem));
        }

        return string.IsNullOrEmpty(options.Authority) ? null : WithAuthority(options, options.Authority);
    }

    private static JwtParameters WithKey(ChatJwtOptions options, (SecurityKey Key, string Algorithm) key)
    {
        var validation = Common(options, key.Algorithm);
        validation.IssuerSigningKey = key.Key;
        return new(validation, authority: null);
    }

    private static JwtParameters WithAuthority(ChatJwtOptions options, string authority)
    {
        var validation = Common(options, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256);
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            authority.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = options.RequireHttpsMetadata });

        // The handler takes keys and issuer from it, and asks it again when a token names a key it does not have yet.
        validation.ConfigurationManager = manager;
        validation.ValidateIssuer = true;
        return new(validation, manager);
    }

    private static TokenValidationParameters Common(ChatJwtOptions options, params string[] algorithms) => new()
    {
        ValidAlgorithms = algorithms,
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
