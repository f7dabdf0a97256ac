using System.Security.Cryptography;
using CommunityRealtime.Authentication;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Hosting;

/// <summary>Finds every mistake in the settings and says for each what to do. It never repeats a key.</summary>
internal sealed class CommunityChatOptionsValidator : IValidateOptions<CommunityChatOptions>
{
    private const int MaxJsonBytesPerCharacter = 12;
    private const int MaxFrameBytes = 4 * 1024 * 1024;
    private const int MaxQueuedBytes = 64 * 1024 * 1024;
    private const int MaxUnfinishedSends = 1_024;
    private const int MaxConnections = 10_000_000;
    private const long MaxRecentBytes = 1L << 34;

    public ValidateOptionsResult Validate(string? name, CommunityChatOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckJwt(options.Jwt, result);
        CheckTime(options.Tickets.Lifetime, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), "Tickets:Lifetime", result);
        CheckOrigins(options.AllowedOrigins, result);
        CheckLimits(options.Limits, result);
        CheckNumber(options.Connections.MaxConnections, 0, MaxConnections, "Connections:MaxConnections", result);
        CheckNumber(options.Connections.MaxPerUser, 0, 1_000_000, "Connections:MaxPerUser", result);
        CheckNumber(options.Connections.MaxPerAddress, 0, MaxConnections, "Connections:MaxPerAddress", result);
        CheckNumber(options.RateLimit.MessagesPerSecond, 0, 10_000, "RateLimit:MessagesPerSecond", result);
        CheckNumber(options.RateLimit.Burst, 1, 1_000_000, "RateLimit:Burst", result);
        CheckNumber(options.RateLimit.MaxRefusals, 1, 100_000, "RateLimit:MaxRefusals", result);
        CheckNumber(options.RateLimit.RefusalsPerSecond, 0, 10_000, "RateLimit:RefusalsPerSecond", result);
        CheckSlowMode(options.SlowMode, result);
        CheckNumber(options.RequestLimit.RequestsPerSecond, 0, 10_000, "RequestLimit:RequestsPerSecond", result);
        CheckNumber(options.RequestLimit.Burst, 1, 1_000_000, "RequestLimit:Burst", result);
        CheckTime(options.Safety.TimeBudget, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), "Safety:TimeBudget", result);
        CheckTime(options.Membership.RecheckInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "Membership:RecheckInterval", result);
        CheckTime(options.Backplane.CompareInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "Backplane:CompareInterval", result);
        CheckTime(options.Sockets.KeepAliveInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "Sockets:KeepAliveInterval", result);
        CheckTime(options.Sockets.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "Sockets:KeepAliveTimeout", result);
        CheckTime(options.Sockets.DrainTime, TimeSpan.Zero, TimeSpan.FromMinutes(5), "Sockets:DrainTime", result);
        CheckTime(options.Sockets.ReconnectSpread, TimeSpan.Zero, TimeSpan.FromMinutes(10), "Sockets:ReconnectSpread", result);
        return result.Build();
    }

    private static void CheckJwt(ChatJwtOptions jwt, ValidateOptionsResultBuilder result)
    {
        string?[] sources = [jwt.SigningKey, jwt.PublicKeyPem, jwt.Authority];
        if (sources.Count(source => !string.IsNullOrEmpty(source)) > 1)
        {
            result.AddError("set only one of SigningKey, PublicKeyPem and Authority; it decides how tokens are signed.", "Jwt");
        }

        CheckKey(jwt.SigningKey, key => JwtKey.FromSharedKey(key), "Jwt:SigningKey", result);
        CheckKey(jwt.PublicKeyPem, key => JwtKey.FromPem(key), "Jwt:PublicKeyPem", result);
        if (!string.IsNullOrEmpty(jwt.Authority)
            && !(Uri.TryCreate(jwt.Authority, UriKind.Absolute, out var authority)
                && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && !jwt.RequireHttpsMetadata))))
        {
            result.AddError("is no https address; use one, or turn RequireHttpsMetadata off for a local test issuer.", "Jwt:Authority");
        }

        CheckTime(jwt.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5), "Jwt:ClockSkew", result);
        CheckNumber(jwt.MaxKnownTokens, 0, 1_000_000, "Jwt:MaxKnownTokens", result);
        CheckName(jwt.UserIdClaim, "Jwt:UserIdClaim", result);
        CheckName(jwt.DisplayNameClaim, "Jwt:DisplayNameClaim", result);
    }

    private static void CheckKey(string? key, Action<string> read, string property, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(key))
        {
            return;
        }

        try
        {
            read(key);
        }
        catch (CryptographicException exception)
        {
            result.AddError(exception.Message, property);
        }
    }

    private static void CheckOrigins(IEnumerable<string> origins, ValidateOptionsResultBuilder result)
    {
        foreach (var origin in origins)
        {
            if (origin != OriginPolicy.Any
                && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                    && uri.Scheme is "http" or "https"
                    && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)))
            {
                result.AddError($"holds \"{origin}\", which is no origin; use a form like \"https://www.example.com\", or \"*\".", "AllowedOrigins");
            }
        }
    }

    private static void CheckLimits(ChatLimitsOptions limits, ValidateOptionsResultBuilder result)
    {
        CheckNumber(limits.MaxContentCharacters, 1, 100_000, "Limits:MaxContentCharacters", result);
        var contentBytes = (limits.MaxContentCharacters * (double)MaxJsonBytesPerCharacter) + 1_024;
        CheckNumber(limits.MaxFrameBytes, Math.Min(contentBytes, MaxFrameBytes), MaxFrameBytes, "Limits:MaxFrameBytes", result);
        CheckNumber(limits.MaxFragments, 1, 100_000, "Limits:MaxFragments", result);
        CheckTime(limits.MaxFrameTime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), "Limits:MaxFrameTime", result);
        CheckNumber(limits.MaxQueuedBytes, Math.Min(limits.MaxFrameBytes, MaxQueuedBytes), MaxQueuedBytes, "Limits:MaxQueuedBytes", result);
        CheckNumber(limits.MaxUnfinishedSends, 1, MaxUnfinishedSends, "Limits:MaxUnfinishedSends", result);
        CheckNumber(limits.MaxRecentBytes, 0, MaxRecentBytes, "Limits:MaxRecentBytes", result);
    }

    private static void CheckSlowMode(ChatSlowModeOptions slowMode, ValidateOptionsResultBuilder result)
    {
        CheckTime(slowMode.Default, TimeSpan.Zero, CommunitySettings.MaxSlowMode, "SlowMode:Default", result);
        foreach (var (community, time) in slowMode.Communities)
        {
            if (!CommunityId.TryCreate(community, out _))
            {
                result.AddError($"holds \"{community}\", which is no community id; use 1 to 64 of A–Z a–z 0–9 _ -.", "SlowMode:Communities");
            }

            CheckTime(time, TimeSpan.Zero, CommunitySettings.MaxSlowMode, $"SlowMode:Communities:{community}", result);
        }
    }

    private static void CheckNumber(double value, double min, double max, string property, ValidateOptionsResultBuilder result)
    {
        if (!(value >= min && value <= max))
        {
            result.AddError($"is {value}; use {min} to {max}.", property);
        }
    }

    private static void CheckTime(TimeSpan value, TimeSpan min, TimeSpan max, string property, ValidateOptionsResultBuilder result)
    {
        if (value < min || value > max)
        {
            result.AddError($"is {value}; use {min} to {max}.", property);
        }
    }

    private static void CheckName(string value, string property, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            result.AddError("is empty; name a claim.", property);
        }
    }
}
