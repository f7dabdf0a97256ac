using System.Text.Json;
using CommunityRealtime.Crisis;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Care;

/// <summary>What all requests to cases have in common: admit, check the role, answer with JSON or problem details.</summary>
internal sealed class CareEndpoint(Admission admission, ILogger<CareEndpoint> logger)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="isForTherapists">Whether only therapists may ask.</param>
    /// <param name="answer">Answers it.</param>
    public async Task HandleAsync(HttpContext http, bool isForTherapists, Func<CommunityId, AdmittedUser, Task> answer)
    {
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

        if (isForTherapists && !IsTherapist(user.Role))
        {
            await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "Only therapists of this community see its crisis cases.", "not_a_therapist").ConfigureAwait(false);
            return;
        }

        try
        {
            await answer(community, user).ConfigureAwait(false);
        }
        catch (CrisisCaseStoreException exception)
        {
            logger.CrisisStoreUnavailable(ExceptionTypes.Of(exception));
            await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The crisis cases were not reached just now. Try again in a moment.").ConfigureAwait(false);
        }
    }

    /// <summary>Whether a role is called in a crisis.</summary>
    public static bool IsTherapist(CommunityRole role) => role is CommunityRole.Therapist or CommunityRole.CareLead;

    /// <summary>Writes a JSON answer that nobody keeps.</summary>
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var json = JsonText.Write(write, static (json, write) => write(json));
        await http.Response.Body.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes a JSON answer with a list.</summary>
    public static Task WriteListAsync<T>(HttpContext http, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => WriteAsync(http, json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    });

    public static Task NotFoundAsync(HttpContext http) => Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such case.");

    /// <summary>Writes what became of an action.</summary>
    public static Task WriteResultAsync(HttpContext http, CrisisActionResult result, Action<Utf8JsonWriter> write) => result switch
    {
        CrisisActionResult.Done => WriteAsync(http, write),
        CrisisActionResult.NotFound => NotFoundAsync(http),
        CrisisActionResult.Closed => ConflictAsync(http, "The case is closed.", "closed"),
        CrisisActionResult.OwnedByAnother => ConflictAsync(http, "Somebody else owns the case.", "owned_by_another"),
        _ => ConflictAsync(http, "Acknowledge the case first.", "not_acknowledged"),
    };

    private static Task ConflictAsync(HttpContext http, string detail, string code) =>
        Problem.WriteAsync(http, StatusCodes.Status409Conflict, detail, code);
}
