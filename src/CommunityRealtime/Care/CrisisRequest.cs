using System.Text.Json;
using CommunityRealtime.Protocol;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Care;

/// <summary>What a request to a case says, read strictly.</summary>
/// <param name="Reason">Why; 1 to 500 characters.</param>
/// <param name="Content">A message; as long as any.</param>
/// <param name="ClientId">The message's retry key.</param>
internal sealed record CrisisRequest(string? Reason, string? Content, string? ClientId)
{
    private const int MaxReasonCharacters = 500;
    private const int MaxBytes = 262_144;

    private static readonly CrisisRequest Empty = new(null, null, null);
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <summary>Reads the body, which may be missing.</summary>
    /// <returns>The request, or what is wrong with it.</returns>
    public static async Task<(CrisisRequest? Request, string? Problem)> ReadAsync(HttpContext http, ContentValidator contents)
    {
        if (http.Request.ContentLength is 0)
        {
            return (Empty, null);
        }

        try
        {
            using var body = new MemoryStream();
            var chunk = new byte[8_192];
            int read;
            while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > MaxBytes)
                {
                    return (null, "The body is too long.");
                }

                body.Write(chunk, 0, read);
            }

            return body.Length == 0 ? (Empty, null) : Read(body.GetBuffer().AsMemory(0, (int)body.Length), contents);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (null, "The body is one JSON object with texts: \"reason\", or \"content\" and \"client_id\".");
        }
    }

    private static (CrisisRequest? Request, string? Problem) Read(ReadOnlyMemory<byte> utf8, ContentValidator contents)
    {
        using var document = JsonDocument.Parse(utf8, Options);
        var request = Empty;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var text = property.Value.GetString() ?? throw new JsonException();
            request = property.Name switch
            {
                "reason" => request with { Reason = text },
                "content" => request with { Content = text },
                "client_id" => request with { ClientId = text },
                _ => throw new JsonException(),
            };
        }

        var problem = request.Reason is { } reason && (contents.Check(reason) is not null || reason.Length > MaxReasonCharacters)
                ? $"\"reason\" must be a text of 1 to {MaxReasonCharacters} characters."
            : request.Content is { } content && contents.Check(content) is { } fault ? fault.Detail
            : request.ClientId is { } key && !ClientFrameReader.IsClientId(key) ? ProtocolError.ClientIdInvalid.Detail
            : null;
        return problem is null ? (request, null) : (null, problem);
    }
}
