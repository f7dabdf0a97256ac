using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>Signs tokens for users that exist only here.</summary>
internal sealed class TokenMaker(SigningCredentials credentials)
{
    private static readonly JsonWebTokenHandler Handler = new();

    public TokenMaker(string signingKey)
        : this(new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(signingKey)), SecurityAlgorithms.HmacSha256))
    {
    }

    public string MakeToken(int user) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim("sub", $"{user}"), new Claim("name", $"User {user}")]),
        Expires = DateTime.UtcNow.AddHours(12),
        SigningCredentials = credentials,
    });
}
