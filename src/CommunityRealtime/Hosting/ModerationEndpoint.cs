using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Hosting;

/// <summary><c>{prefix}/{community_id}/members/{user_id}</c> and its <c>/ban</c>, for moderators.</summary>
internal sealed class ModerationEndpoint(Admission admission, Moderation moderation, ILogger<ModerationEndpoint> logger)
{
    /// <summary>The handler of one action.</summary>
    public RequestDelegate For(ModerationAction action) => http => HandleAsync(http, action);

    /// <summary>Answers one request: read the address → admit the moderator → act.</summary>
    private async Task HandleAsync(HttpContext http, ModerationAction action)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!CommunityId.TryCreate(http.Request.RouteValues["community_id"] as string, out var community))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such community.").ConfigureAwait(false);
            return;
        }

        var (moderator, refusal) = await admission.AdmitAsync(http, community).ConfigureAwait(false);
        if (moderator is null)
        {
            await refusal!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        if (!UserId.TryCreate(http.Request.RouteValues["user_id"] as string, out var user))
        {
            await ModerationRefusal.NoSuchMember.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        try
        {
            if (await moderation.DoAsync(community, moderator, user, action, http.RequestAborted).ConfigureAwait(false) is { } fault)
            {
                await fault.WriteAsync(http).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.MembershipUnavailable(community, ExceptionTypes.Of(exception));
            await Refusal.Unavailable.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
