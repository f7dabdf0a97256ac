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
    // OpenID Connect Core 1.0, section 5.1; the second is the chat's own.
    private const string LocaleClaim = "locale";
    private const string RegionClaim = "region";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly JwtParameters? _parameters = JwtParameters.From(options);
    private int _missingKeyLogged;

    public async ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Token is { Length: > 0 } token && _parameters is { } parameters)
        {
            return await CheckTokenAsync(token, parameters, cancellationToken).ConfigureAwait(false);
        }

        if (credentials.HostUser is { Identity.IsAuthenticated: true } user)
        {
            return FromHostUser(user);
        }

        if (string.IsNullOrEmpty(credentials.Token))
        {
            return ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenMissing);
        }

        if (Interlocked.Exchange(ref _missingKeyLogged, 1) == 0)
        {
            logger.NoTokenKey();
        }

        return ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid);
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
        string token, JwtParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters.Authority is { } authority)
        {
            try
            {
                await authority.GetConfigurationAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidOperationException exception)
            {
                // The token may be good: the client keeps it and comes back.
                logger.AuthorityUnavailable(ExceptionTypes.Of(exception));
                return ChatAuthenticationResult.Fail(ChatAuthenticationFailure.Unavailable);
            }
        }

        var result = await _handler.ValidateTokenAsync(token, parameters.Validation).ConfigureAwait(false);
        if (!result.IsValid)
        {
            return ChatAuthenticationResult.Fail(result.Exception is SecurityTokenExpiredException
                ? ChatAuthenticationFailure.TokenExpired
                : ChatAuthenticationFailure.TokenInvalid);
        }

        var jwt = (JsonWebToken)result.SecurityToken;
        return FromClaims(Claim(jwt, options.UserIdClaim), Claim(jwt, options.DisplayNameClaim), name => Claim(jwt, name), EndOf(jwt));
    }

    /// <summary>A token that came after its end, taken because clocks may differ, is good for as long as they may.</summary>
    private DateTimeOffset EndOf(JsonWebToken jwt)
    {
        var end = new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero);
        return end > time.GetUtcNow() ? end : end + options.ClockSkew;
    }

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
