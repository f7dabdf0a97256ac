using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;

namespace CommunityRealtime.Safety.AI.Tests.Support;

/// <summary>A server on a loopback port that speaks the protocol of OpenAI and says what a test wants.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonElement> _requests = new();
    private readonly CancellationTokenSource _ending = new();

    private ModelServer(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/chat/completions", HandleAsync);
    }

    /// <summary>What the model says to a text.</summary>
    public Func<string, ModelAnswer> Answer { get; set; } = _ => ModelAnswer.Says("""{"category":"none","level":"none","verdict":"allow"}""");

    /// <summary>The bodies of all requests so far.</summary>
    public IReadOnlyCollection<JsonElement> Requests => _requests;

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new ModelServer(app);
        await app.StartAsync();
        return server;
    }

    /// <summary>A client of this server, the one that apps use.</summary>
    public IChatClient CreateClient() => new ChatClient(
        "test-model",
        new ApiKeyCredential("no-secret"),
        new OpenAIClientOptions { Endpoint = new Uri($"{_app.Urls.Single()}/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) }).AsIChatClient();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        _requests.Enqueue(request);
        var answer = Answer(ContentOf(request.GetProperty("messages")[1]));
        if (answer.Hangs)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token);
            await Task.Delay(Timeout.Infinite, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body);
    }

    /// <summary>The text of one turn of a request.</summary>
    public static string ContentOf(JsonElement turn)
    {
        var content = turn.GetProperty("content");
        return content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
    }
}
