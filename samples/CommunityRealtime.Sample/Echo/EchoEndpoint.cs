using System.Net.WebSockets;

namespace CommunityRealtime.Sample.Echo;

/// <summary>Takes an echo socket from its upgrade to its end.</summary>
internal sealed class EchoEndpoint(EchoConnections connections, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>How long a client gets to answer a close frame.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>After a broken frame the close code needs a moment to reach the client before the connection goes.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    /// <summary>A client that vanished without a word is noticed within the sum of both.</summary>
    private static readonly WebSocketAcceptContext Accept = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(15),
    };

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Results.Problem("Open this address with a WebSocket client.", statusCode: 400).ExecuteAsync(context);
            return;
        }

        using var counted = connections.Enter();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(Accept);
        try
        {
            var closeStatus = await RunAsync(socket);

            // Before the last frame, so that a client that has seen it is no longer counted.
            counted.Dispose();
            await CloseAsync(socket, closeStatus);
        }
        catch (WebSocketException)
        {
            // The client broke the protocol or the connection.
            counted.Dispose();
            await Task.Delay(Linger, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The client stopped reading, or did not answer the close frame in time.
        }
    }

    private async Task<WebSocketCloseStatus?> RunAsync(WebSocket socket)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        var stopping = Task.Delay(Timeout.InfiniteTimeSpan, over.Token);
        var echoing = new EchoSession(socket, clock).RunAsync();

        if (await Task.WhenAny(echoing, stopping) == stopping)
        {
            // Not by cancelling the receive: that would cut the connection instead of closing it.
            using var patience = new CancellationTokenSource(CloseTimeout);
            await using var abort = patience.Token.Register(socket.Abort);
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "server_stopping", patience.Token);
            return await echoing;
        }

        await over.CancelAsync();
        return await echoing;
    }

    private static async Task CloseAsync(WebSocket socket, WebSocketCloseStatus? status)
    {
        using var patience = new CancellationTokenSource(CloseTimeout);
        if (status is { } mistake)
        {
            await socket.CloseAsync(mistake, mistake == WebSocketCloseStatus.MessageTooBig ? "frame_too_big" : "text_only", patience.Token);
        }
        else if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
    }
}
