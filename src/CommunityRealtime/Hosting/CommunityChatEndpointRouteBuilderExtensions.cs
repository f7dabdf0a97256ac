using System.Diagnostics.CodeAnalysis;
using CommunityRealtime.Care;
using CommunityRealtime.Crisis;
using CommunityRealtime.History;
using CommunityRealtime.Hosting;
using CommunityRealtime.Membership;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the chat on an app's route table.</summary>
public static class CommunityChatEndpointRouteBuilderExtensions
{
    /// <summary>Maps the chat at <c>/api/communities</c>.</summary>
    /// <param name="endpoints">The app.</param>
    /// <returns>A builder for conventions on the socket and the history alike, such as <c>RequireRateLimiting</c> or <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddCommunityChat</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCommunityChat(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapCommunityChat("/api/communities");

    /// <summary>
    /// Maps the chat: <c>{prefix}/ws/{community_id}</c> for sockets, <c>{prefix}/{community_id}/ticket</c> for tickets to them,
    /// <c>{prefix}/{community_id}/messages</c> for history, <c>{prefix}/{community_id}/members/{user_id}</c> for moderators, <c>{prefix}/{community_id}/crisis-cases</c> for therapists, and <c>{prefix}/{community_id}/my-crisis-cases</c> for authors.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="prefix">The path that all routes of the chat begin with.</param>
    /// <returns>A builder for conventions on the socket and the history alike, such as <c>RequireRateLimiting</c> or <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddCommunityChat</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCommunityChat(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var socket = endpoints.ServiceProvider.GetService<SocketEndpoint>() ?? throw new InvalidOperationException(
            "Call builder.Services.AddCommunityChat() before app.MapCommunityChat().");
        var history = endpoints.ServiceProvider.GetRequiredService<HistoryEndpoint>();

        // The endpoint brings its own WebSocket support, so a host that forgets UseWebSockets still works.
        var socketPipeline = endpoints.CreateApplicationBuilder().UseWebSockets();
        socketPipeline.Run(socket.HandleAsync);

        var group = endpoints.MapGroup(prefix);

        // No method is named: an HTTP/1.1 socket arrives as GET, an HTTP/2 one as CONNECT (RFC 8441).
        group.Map("/ws/{community_id}", socketPipeline.Build())
            .WithDisplayName("Community chat socket")
            .WithMetadata(new DisableRequestTimeoutAttribute());
        var requests = group.MapGroup(string.Empty);
        ((IEndpointConventionBuilder)requests).Add(endpoints.ServiceProvider.GetRequiredService<RequestLimit>().PutBefore);
        requests.MapPost("/{community_id}/ticket", endpoints.ServiceProvider.GetRequiredService<TicketEndpoint>().HandleAsync)
            .WithDisplayName("Community chat ticket");
        requests.MapGet("/{community_id}/messages", history.HandleAsync).WithDisplayName("Community chat history");
        MapModeration(requests, endpoints.ServiceProvider.GetRequiredService<ModerationEndpoint>());
        MapCare(requests, endpoints.ServiceProvider.GetRequiredService<CrisisCasesEndpoint>(), endpoints.ServiceProvider.GetRequiredService<MyCrisisCasesEndpoint>());
        return group;
    }

    private static void MapModeration(RouteGroupBuilder group, ModerationEndpoint moderation)
    {
        const string Member = "/{community_id}/members/{user_id}";
        group.MapDelete(Member, moderation.For(ModerationAction.Remove));
        group.MapPut($"{Member}/ban", moderation.For(ModerationAction.Ban));
        group.MapDelete($"{Member}/ban", moderation.For(ModerationAction.LiftBan));
    }

    private static void MapCare(RouteGroupBuilder group, CrisisCasesEndpoint cases, MyCrisisCasesEndpoint own)
    {
        const string Case = "/{community_id}/crisis-cases/{case_id}";
        group.MapGet("/{community_id}/crisis-cases", cases.ListAsync);
        group.MapGet(Case, cases.ReadAsync);
        group.MapPost($"{Case}/acknowledge", cases.Act(CrisisAction.Acknowledge));
        group.MapPost($"{Case}/in-contact", cases.Act(CrisisAction.BeginContact));
        group.MapPost($"{Case}/release", cases.Act(CrisisAction.Release));
        group.MapPost($"{Case}/resolve", cases.Act(CrisisAction.Resolve));
        group.MapPost($"{Case}/false-alarm", cases.Act(CrisisAction.CloseAsFalseAlarm));
        group.MapPost($"{Case}/messages", cases.AnswerAsync);
        group.MapPost($"{Case}/identity", cases.BreakGlassAsync);
        group.MapGet("/{community_id}/my-crisis-cases", own.ListAsync);
        group.MapPost("/{community_id}/my-crisis-cases/{case_id}/messages", own.WriteAsync);
    }
}
