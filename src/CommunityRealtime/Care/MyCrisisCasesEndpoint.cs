using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Care;

/// <summary><c>{prefix}/{community_id}/my-crisis-cases</c>: what authors learn of their own cases, and how they answer the care team, at most as fast as they may write in the room.</summary>
internal sealed class MyCrisisCasesEndpoint(CareEndpoint care, CrisisDesk desk, CrisisJson json, ContentValidator contents, MessageRateLimiter limiter)
{
    /// <summary><c>GET …</c>: that there is a case, what was done, and the conversation.</summary>
    public Task ListAsync(HttpContext http) => care.HandleAsync(http, isForTherapists: false, async (community, user) =>
    {
        var files = await desk.ListOfAuthorAsync(community, user.Id, http.RequestAborted).ConfigureAwait(false);
        await CareEndpoint.WriteListAsync(http, files, json.WriteForAuthor).ConfigureAwait(false);
    });

    /// <summary><c>POST …/{case_id}/messages</c>: writes to the care team.</summary>
    public Task WriteAsync(HttpContext http) => care.HandleAsync(http, isForTherapists: false, async (community, user) =>
    {
        if (await limiter.TakeAsync(community, user.Id).ConfigureAwait(false) is { } retryAfter)
        {
            await Problem.RateLimitedAsync(http, retryAfter).ConfigureAwait(false);
            return;
        }

        var (request, problem) = await CrisisRequest.ReadAsync(http, contents).ConfigureAwait(false);
        if (request is not { Content: { } content, ClientId: { } clientId })
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, problem ?? "\"content\" and \"client_id\" are required.").ConfigureAwait(false);
            return;
        }

        if (!Guid.TryParseExact(http.Request.RouteValues["case_id"] as string, "D", out var id))
        {
            await CareEndpoint.NotFoundAsync(http).ConfigureAwait(false);
            return;
        }

        var (result, changed) = await desk.WriteAsAuthorAsync(community, id, user.Id, content, clientId).ConfigureAwait(false);
        await CareEndpoint.WriteResultAsync(http, result, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, changed!.Id);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    });
}
