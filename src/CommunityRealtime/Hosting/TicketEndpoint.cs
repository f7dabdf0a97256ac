using CommunityRealtime.Authentication;
using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Hosting;

/// <summary><c>POST {prefix}/{community_id}/ticket</c>: something that may stand in an address, in exchange for a credential that should not.</summary>
internal sealed class TicketEndpoint(Admission admission, Tickets tickets)
{
    /// <summary>Answers one request: admit, as any other over REST and so never by a ticket → give out.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        // Whatever the answer, a later one is another.
        http.Response.Headers.CacheControl = "no-store";
        if (!CommunityId.TryCreate(http.Request.RouteValues["community_id"] as string, out var community))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such community.").ConfigureAwait(false);
            return;
        }

        var (user, refusal) = await admission.AdmitAsync(http, community).ConfigureAwait(false);
        if (user is null)
        {
            await refusal!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        var holder = new ChatUser
        {
            Id = user.Id,
            DisplayName = user.DisplayName,
            Locale = user.Locale.Language,
            Region = user.Locale.Region,
            ExpiresAt = user.ExpiresAt,
        };
        if (await tickets.IssueAsync(community, holder, http.RequestAborted).ConfigureAwait(false) is not { } ticket)
        {
            await Refusal.Unavailable.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        var body = JsonText.Write((ticket, tickets.LifetimeSeconds), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("ticket"u8, answer.ticket);
            json.WriteNumber("expires_in"u8, answer.LifetimeSeconds);
            json.WriteEndObject();
        });
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
