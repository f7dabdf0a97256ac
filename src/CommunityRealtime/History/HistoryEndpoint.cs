using System.Buffers;
using System.Text.Json;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary><c>GET {prefix}/{community_id}/messages</c>: a page of messages as each reader may see them.</summary>
internal sealed class HistoryEndpoint(
    Admission admission, CommunityFeeds feeds, IMessageStore store, MessageProjection projection, ILogger<HistoryEndpoint> logger)
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
            await refusal!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        var (request, problem) = HistoryRequest.Read(http.Request.Query);
        if (request is null)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, problem!).ConfigureAwait(false);
            return;
        }

        RecentPage? recent;
        IReadOnlyList<StoredMessage> read;
        try
        {
            (recent, read) = await ReadAsync(request.ToStoreQuery(community), http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            logger.StoreUnavailable(community, ExceptionTypes.Of(exception));
            await Problem.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The messages were not reached just now. Try again in a moment.").ConfigureAwait(false);
            return;
        }

        await (recent is null ? AnswerAsync(http, request, read, user.Id) : AnswerAsync(http, request, recent, user.Id)).ConfigureAwait(false);
    }

    /// <summary>Reads from memory, or else from the store.</summary>
    private async Task<(RecentPage? Recent, IReadOnlyList<StoredMessage> Read)> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        using var lease = feeds.Rent(query.Community);
        if (await lease.Feed.ReadAsync(query, cancellationToken).ConfigureAwait(false) is { } recent)
        {
            return (recent, []);
        }

        var read = await store.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        lease.Feed.Keep(read);
        return (null, read);
    }

    private static async Task AnswerAsync(HttpContext http, HistoryRequest request, RecentPage recent, UserId reader)
    {
        var page = HistoryPage.From(request, recent.Messages.Length, recent.First);
        var first = recent.First + page.Start;
        Begin(http, request, page, first, first + page.Count - 1);
        var body = http.Response.BodyWriter;
        body.Write("["u8);
        for (var i = page.Start; i < page.Start + page.Count; i++)
        {
            body.Write(i == page.Start ? ""u8 : ","u8);
            body.Write(recent.Messages[i].BodyFor(reader).Span);
        }

        body.Write("]"u8);
        await body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext http, HistoryRequest request, IReadOnlyList<StoredMessage> read, UserId reader)
    {
        var page = HistoryPage.From(request, read.Count, read.Count == 0 ? 0 : read[0].Id);
        var messages = read.Skip(page.Start).Take(page.Count).ToArray();
        Begin(http, request, page, messages.FirstOrDefault()?.Id ?? 0, messages.LastOrDefault()?.Id ?? 0);
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, JsonText.Options);
        json.WriteStartArray();
        foreach (var message in messages)
        {
            WireMessageWriter.Write(json, projection.For(reader, message));
        }

        json.WriteEndArray();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void Begin(HttpContext http, HistoryRequest request, HistoryPage page, long first, long last)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        if (HistoryLinks.For(http.Request, page, first, last, request.Limit) is { } links)
        {
            http.Response.Headers.Link = links;
        }
    }
}
