using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Care;

/// <summary><c>{prefix}/{community_id}/crisis-cases</c>: the cases of a community, for its therapists.</summary>
internal sealed class CrisisCasesEndpoint(CareEndpoint care, CrisisDesk desk, CrisisJson json, ContentValidator contents, ChatCrisisOptions options)
{
    /// <summary><c>GET …</c>: the open cases, or with <c>?state=closed</c> the closed ones.</summary>
    public Task ListAsync(HttpContext http) => care.HandleAsync(http, isForTherapists: true, async (community, _) =>
    {
        var state = http.Request.Query["state"].ToString();
        if (state is not ("" or "open" or "closed"))
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "\"state\" is open or closed.").ConfigureAwait(false);
            return;
        }

        var found = state == "closed"
            ? await desk.ListClosedAsync(community, http.RequestAborted).ConfigureAwait(false)
            : await desk.ListOpenAsync(community, http.RequestAborted).ConfigureAwait(false);
        await CareEndpoint.WriteListAsync(http, found, json.WriteSummary).ConfigureAwait(false);
    });

    /// <summary><c>GET …/{case_id}</c>: a case with its texts and its log. Reading it is written to the log.</summary>
    public Task ReadAsync(HttpContext http) => care.HandleAsync(http, isForTherapists: true, async (community, user) =>
    {
        if (Id(http) is { } id && await desk.ReadAsync(community, id, user.Id).ConfigureAwait(false) is { } file)
        {
            await CareEndpoint.WriteAsync(http, writer => json.WriteFile(writer, file)).ConfigureAwait(false);
        }
        else
        {
            await CareEndpoint.NotFoundAsync(http).ConfigureAwait(false);
        }
    });

    /// <summary><c>POST …/{case_id}/acknowledge</c> and so on, with a <c>reason</c> where there is one.</summary>
    public RequestDelegate Act(CrisisAction action) => http => PostAsync(http, async (community, id, user, request) =>
    {
        var (result, changed) = await desk.ActAsync(community, id, action, user.Id, request.Reason).ConfigureAwait(false);
        await CareEndpoint.WriteResultAsync(http, result, writer => json.WriteSummary(writer, changed!)).ConfigureAwait(false);
    });

    /// <summary><c>POST …/{case_id}/messages</c>: the owner writes to the author.</summary>
    public Task AnswerAsync(HttpContext http) => PostAsync(http, async (community, id, user, request) =>
    {
        if (request is not { Content: { } content, ClientId: { } clientId })
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "\"content\" and \"client_id\" are required.").ConfigureAwait(false);
            return;
        }

        var (result, changed) = await desk.AnswerAsync(community, id, user.Id, content, clientId).ConfigureAwait(false);
        await CareEndpoint.WriteResultAsync(http, result, writer => json.WriteSummary(writer, changed!)).ConfigureAwait(false);
    });

    /// <summary><c>POST …/{case_id}/identity</c>: breaks the glass. With a reason, written to the log, for care leads where the app allows it.</summary>
    public Task BreakGlassAsync(HttpContext http) => PostAsync(http, async (community, id, user, request) =>
    {
        if (!options.AllowBreakGlass || user.Role != CommunityRole.CareLead)
        {
            await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "Who wrote anonymous messages may not be read here.", "break_glass_not_allowed").ConfigureAwait(false);
        }
        else if (request.Reason is not { } reason)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "\"reason\" is required.").ConfigureAwait(false);
        }
        else if (await desk.ReadAuthorAsync(community, id, user.Id, reason).ConfigureAwait(false) is not { } author)
        {
            await CareEndpoint.NotFoundAsync(http).ConfigureAwait(false);
        }
        else
        {
            await CareEndpoint.WriteAsync(http, writer =>
            {
                writer.WriteStartObject();
                WireValues.WriteId(writer, "author_id"u8, author.Value);
                writer.WriteEndObject();
            }).ConfigureAwait(false);
        }
    });

    private static Guid? Id(HttpContext http) => Guid.TryParseExact(http.Request.RouteValues["case_id"] as string, "D", out var id) ? id : null;

    private Task PostAsync(HttpContext http, Func<CommunityId, Guid, AdmittedUser, CrisisRequest, Task> answer) =>
        care.HandleAsync(http, isForTherapists: true, async (community, user) =>
        {
            var (request, problem) = await CrisisRequest.ReadAsync(http, contents).ConfigureAwait(false);
            await (request is null ? Problem.WriteAsync(http, StatusCodes.Status400BadRequest, problem!)
                : Id(http) is { } id ? answer(community, id, user, request)
                : CareEndpoint.NotFoundAsync(http)).ConfigureAwait(false);
        });
}
