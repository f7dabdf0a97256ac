using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>Lets in whoever brings a valid token, as <c>access_token</c> or in the header, with the same handler and checks as the library.</summary>
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
            var token = http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var bearer]
                ? bearer
                : http.Request.Query["access_token"].ToString();
            var result = await handler.ValidateTokenAsync(token, parameters);
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
