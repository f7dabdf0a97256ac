using System.Security.Claims;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Authentication;

/// <summary>
/// The default authenticator: the app's JSON Web Tokens, or the user that the app's own authentication established already.
/// </summary>
/// <remarks>A token that was sent decides, where the chat has a key to check it; it is never skipped for a weaker credential.</remarks>
internal sealed class JwtChatAuthenticator(ChatJwtOptions options, TimeProvider time, ILogger<JwtChatAuthenticator> logger) : IChatAuthenticator
{
    /// <summary>
    /// A longer token is refused before anything reads it: reading costs memory and time, and whoever sends it is not known yet. No option, because servers take
    /// no longer address than 8 KiB either (Kestrel's <c>MaxRequestLineSize</c>), and few proxies a longer header.
    /// </summary>
    private const int MaxTokenCharacters = 8_192;

    // OpenID Connect Core 1.0, section 5.1; the second is the chat's own.
    private const string LocaleClaim = "locale";
    private const string RegionClaim = "region";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly JwtParameters? _parameters = JwtParameters.From(options, time, logger);
    private readonly KnownTokens _known = new(options.MaxKnownTokens, time);
    private int _missingKeyLogged;

    public ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Token is { Length: > 0 } token && _parameters is { } parameters)
        {
            return token.Length > MaxTokenCharacters || !TokenHash.TryMake(token, out var hash)
                    ? ValueTask.FromResult(ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid))
                : parameters.Authority is { } authority ? CheckTokenAsync(token, hash, parameters, authority, cancellationToken)
                : _known.Find(hash, keys: null) is { } known ? ValueTask.FromResult(known)
                : CheckTokenAsync(token, hash, parameters, keys: null);
        }

        if (credentials.HostUser is { Identity.IsAuthenticated: true } user)
        {
            return ValueTask.FromResult(FromHostUser(user));
        }

        if (string.IsNullOrEmpty(credentials.Token))
        {
            return ValueTask.FromResult(ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenMissing));
        }

        if (Interlocked.Exchange(ref _missingKeyLogged, 1) == 0)
        {
            logger.NoTokenKey();
        }

        return ValueTask.FromResult(ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid));
    }

    private static ChatAuthenticationResult FromClaims(string? userId, string? displayName, Func<string, string?> claim, DateTimeOffset? expiresAt = null) =>
        UserId.TryCreate(userId, out var id)
            ? ChatAuthenticationResult.Success(new ChatUser
            {
                Id = id,
                DisplayName = DisplayNames.Clean(displayName) ?? id.Value,
                ExpiresAt = expiresAt,
                Locale = claim(LocaleClaim),
                Region = claim(RegionClaim),
            })
            : ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid);

    private async ValueTask<ChatAuthenticationResult> CheckTokenAsync(
        string token, TokenHash hash, JwtParameters parameters, AuthorityKeys authority, CancellationToken cancellationToken)
    {
        BaseConfiguration keys;
        try
        {
            keys = await authority.GetBaseConfigurationAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // The token may be good: the client keeps it and comes back.
            return ChatAuthenticationResult.Fail(ChatAuthenticationFailure.Unavailable);
        }

        // Should they be read again meanwhile, the token is known by keys that hold no more, and so not known.
        return _known.Find(hash, keys) ?? await CheckTokenAsync(token, hash, parameters, keys).ConfigureAwait(false);
    }

    /// <summary>A token that came after its end, taken because clocks may differ, is good for as long as they may.</summary>
    private DateTimeOffset EndOf(JsonWebToken jwt)
    {
        var end = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero);
        return end > time.GetUtcNow() ? end : end + options.ClockSkew;
    }

    private async ValueTask<ChatAuthenticationResult> CheckTokenAsync(string token, TokenHash hash, JwtParameters parameters, object? keys)
    {
        var checkedToken = await _handler.ValidateTokenAsync(token, parameters.Validation).ConfigureAwait(false);
        if (!checkedToken.IsValid)
        {
            return ChatAuthenticationResult.Fail(checkedToken.Exception switch
            {
                SecurityTokenExpiredException => ChatAuthenticationFailure.TokenExpired,
                SecurityTokenSignatureKeyNotFoundException when parameters.Authority is { IsBehind: true } => ChatAuthenticationFailure.Unavailable,
                _ => ChatAuthenticationFailure.TokenInvalid,
            });
        }

        var jwt = (JsonWebToken)checkedToken.SecurityToken;
        var result = HasUnknownExtension(jwt)
            ? ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid)
            : FromClaims(Claim(jwt, options.UserIdClaim), Claim(jwt, options.DisplayNameClaim), name => Claim(jwt, name), EndOf(jwt));
        if (result.User is not null)
        {
            _known.Keep(hash, keys, result);
        }

        return result;
    }

    /// <summary>What <c>crit</c> names has to be understood, or the token refused (RFC 7515, section 4.1.11). The handler does not look at it, and nothing is understood.</summary>
    private static bool HasUnknownExtension(JsonWebToken jwt) => jwt.TryGetHeaderValue<object>("crit", out _);

    private static string? Claim(JsonWebToken jwt, string name) => jwt.TryGetClaim(name, out var claim) ? claim.Value : null;

    /// <summary>
    /// Cookie and Identity sign-ins name their claims by address, so the usual ones count as well. How long they hold is the host's
    /// business; an <c>exp</c> among them may be that of a token long exchanged for a cookie.
    /// </summary>
    private ChatAuthenticationResult FromHostUser(ClaimsPrincipal user) => FromClaims(
        user.FindFirstValue(options.UserIdClaim) ?? user.FindFirstValue(ClaimTypes.NameIdentifier),
        user.FindFirstValue(options.DisplayNameClaim) ?? user.Identity?.Name,
        user.FindFirstValue);
}
