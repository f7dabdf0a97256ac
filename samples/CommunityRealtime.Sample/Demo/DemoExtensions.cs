using System.Text.Json;
using CommunityRealtime.Membership;

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
        endpoints.MapPost("/api/dev/members", SetMemberAsync);
    }

    private static async Task<IResult> IssueTokenAsync(HttpRequest request, DemoTokens tokens)
    {
        var wanted = await ReadAsync<TokenRequest>(request);
        if (wanted is null)
        {
            return Results.Problem("Send {\"user_id\":42}.", statusCode: StatusCodes.Status400BadRequest);
        }

        return DemoWorld.Users.FirstOrDefault(user => user.Id == wanted.UserId) is { } user
            ? Results.Json(new { token = tokens.Create(user) })
            : Results.Problem("There is no demo user with this user_id.", statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SetMemberAsync(HttpRequest request, ICommunityMemberStore members)
    {
        if (await ReadAsync<MemberRequest>(request) is not { Membership: { } membership } wanted)
        {
            return Results.Problem(
                "Send {\"community_id\":5,\"user_id\":43,\"status\":\"none\"}; the status is \"member\", \"banned\" or \"none\".",
                statusCode: StatusCodes.Status400BadRequest);
        }

        await members.SetAsync(new(wanted.CommunityId), new(wanted.UserId), membership, request.HttpContext.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<T?> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
