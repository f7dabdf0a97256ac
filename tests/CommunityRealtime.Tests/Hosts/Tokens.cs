using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Makes tokens as the app that embeds the chat would.</summary>
internal static class Tokens
{
    public const string SigningKey = "a-signing-key-for-tests-of-at-least-32-bytes";

    public static string For(string userId, string? name = null) => Make(new() { ["sub"] = userId, ["name"] = name ?? $"User {userId}" });

    public static string Make(
        Dictionary<string, object> claims,
        string key = SigningKey,
        string algorithm = SecurityAlgorithms.HmacSha256,
        DateTime? expires = null,
        DateTime? notBefore = null,
        string? issuer = null,
        string? audience = null) =>
        Sign(claims, new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), algorithm), expires, notBefore, issuer, audience);

    public static string Sign(
        Dictionary<string, object> claims,
        SigningCredentials? credentials,
        DateTime? expires = null,
        DateTime? notBefore = null,
        string? issuer = null,
        string? audience = null)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            NotBefore = notBefore ?? now.AddHours(-1),
            Expires = expires ?? now.AddHours(1),
            Issuer = issuer,
            Audience = audience,
            SigningCredentials = credentials,
        });
    }
}
