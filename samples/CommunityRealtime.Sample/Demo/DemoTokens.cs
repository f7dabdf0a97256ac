using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Sample.Demo;

/// <summary>Signs tokens for the demo's people with the key the chat checks them with. A real app's login does this.</summary>
internal sealed class DemoTokens(IConfiguration configuration, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    public string Create(DemoUser user)
    {
        var jwt = configuration.GetRequiredSection("CommunityChat:Jwt");
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(jwt.GetValue<string>("SigningKey")!));
        var now = clock.GetUtcNow().UtcDateTime;

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity([new("sub", $"{user.Id}"), new("name", user.Name)]),
            Issuer = jwt["Issuer"],
            Audience = jwt["Audience"],
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }
}
