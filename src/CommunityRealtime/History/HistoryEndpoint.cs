using System.Text.Json;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary><c>GET {prefix}/{community_id}/messages</c>: a page of messages as each reader may see them.</summary>
internal sealed class HistoryEndpoint(
    Admission admission, IMessageStore store, MessageProjection projection, ILogger<HistoryEndpoint> logger)
{
    /// <summary>Answers one request: admit → check the query → read → write.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!CommunityId.TryCreate(http.Request.RouteValues["community_id"] as string, out var community))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such community.").ConfigureAwait(false);
            return;
        }

        var (user, refusal) = await admission.AdmitAsync(http, community).ConfigureAwait(false);
        if (user is null)
        {
            await RefuseAsync(http, refusal!).ConfigureAwait(false);
            return;
        }

        var (request, problem) = HistoryRequest.Read(http.Request.Query);
        if (request is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, problem!).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<StoredMessage> read;
        try
        {
            read = await store.ReadAsync(request.ToStoreQuery(community), http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.StoreUnavailable(community, ExceptionTypes.Of(exception));
            await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The messages were not reached just now. Try again in a moment.").ConfigureAwait(false);
            return;
        }

        await WriteAsync(http, request, HistoryPage.From(request, read), user.Id).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        if (refusal.StatusCode == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Problem.WriteAsync(http, refusal.StatusCode, refusal.Detail, refusal.Close.Word);
    }

    private async Task WriteAsync(HttpContext http, HistoryRequest request, HistoryPage page, UserId reader)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        if (HistoryLinks.For(http.Request, page, request.Limit) is { } links)
        {
            http.Response.Headers.Link = links;
        }

        using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonText.Options);
        json.WriteStartArray();
        foreach (var message in page.Messages)
        {
            WireMessageWriter.Write(json, projection.For(reader, message));
        }

        json.WriteEndArray();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
