using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Webhooks.Tests.Support;

/// <summary>A server on a loopback port that receives webhooks and answers as a test wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly CancellationTokenSource _ending = new();
    private int _connections;

    private Receiver(Action<ListenOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options =>
        {
            options.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            listen(options);
        }));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>What it answers to a request; by default 204.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => Status(context, StatusCodes.Status204NoContent);

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public int Connections => Volatile.Read(ref _connections);

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>Its address, with what must appear in no log.</summary>
    public Uri Url => new($"{_app.Urls.Single()}/hooks/path-token?key=query-token");

    public static async Task<Receiver> StartAsync(Action<ListenOptions>? listen = null)
    {
        var receiver = new Receiver(listen ?? (_ => { }));
        await receiver._app.StartAsync();
        return receiver;
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Answers with one status after the other, and then with the last.</summary>
    public void AnswerWith(params int[] statuses)
    {
        var answered = -1;
        Answer = context => Status(context, statuses[Math.Min(Interlocked.Increment(ref answered), statuses.Length - 1)]);
    }

    /// <summary>An answer that never comes.</summary>
    public async Task HangAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token);
        await Task.Delay(Timeout.Infinite, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue(new(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        await Answer(context);
    }
}
