using System.Text.Json;

namespace CommunityRealtime.Sample.Demo;

/// <summary>What only a developer's machine offers: ready-made people, communities and tokens without a login.</summary>
internal static class DemoExtensions
{
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoTokens>();
        services.AddHostedService<DemoMembers>();
    }

    public static void MapDemo(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/dev/demo", () => new { users = DemoWorld.Users, communities = DemoWorld.Communities });
        endpoints.MapPost("/api/dev/token", IssueTokenAsync);
    }

    private static async Task<IResult> IssueTokenAsync(HttpRequest request, DemoTokens tokens)
    {
        TokenRequest? wanted;
        try
        {
            wanted = await JsonSerializer.DeserializeAsync<TokenRequest>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            wanted = null;
        }

        if (wanted is null)
        {
            return Results.Problem("Send {\"user_id\":42}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return DemoWorld.Users.FirstOrDefault(user => user.Id == wanted.UserId) is { } user
            ? Results.Json(new { token = tokens.Create(user) })
            : Results.Problem("There is no demo user with this user_id.", statusCode: StatusCodes.Status400BadRequest);
    }
}
