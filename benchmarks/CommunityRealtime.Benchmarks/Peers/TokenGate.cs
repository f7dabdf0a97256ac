using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>Lets in whoever brings a valid token as <c>access_token</c>, with the same handler and checks as the library.</summary>
internal static class TokenGate
{
    public static void UseTokenGate(this IApplicationBuilder app, string signingKey)
    {
        var handler = new JsonWebTokenHandler();
        var parameters = new TokenValidationParameters
        {
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(signingKey)),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateIssuer = false,
            ValidateAudience = false,
        };

        app.Use(async (http, next) =>
        {
            var result = await handler.ValidateTokenAsync(http.Request.Query["access_token"].ToString(), parameters);
            if (!result.IsValid)
            {
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            http.User = new ClaimsPrincipal(result.ClaimsIdentity);
            await next(http);
        });
    }
}
