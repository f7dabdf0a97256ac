using System.Net.Sockets;
using System.Net.WebSockets;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Connections;

/// <summary>
/// Accepts sockets: handshake and receiving stay with the platform, sending is ours, on the stream under the platform's socket.
/// </summary>
internal sealed class SocketAcceptor(
    SocketRegistry registry, ChatSocketOptions sockets, ChatLimitsOptions limits, RefusalLimit refusals, ChatMetrics metrics, ILoggerFactory loggers)
{
    /// <summary>What the kernel may hold for a client that does not read; without it that is megabytes, and the client goes unnoticed.</summary>
    private const int KernelSendBufferBytes = 65_536;

    private static readonly WebSocketAcceptContext PlainHandshake = Handshake(subprotocol: null);

    private static readonly WebSocketAcceptContext V1Handshake = Handshake(Subprotocol.V1);

    private readonly WebSocketMiddleware _handshake = new(_ => Task.CompletedTask, Options.Create(new WebSocketOptions()), loggers);
    private readonly SocketSettings _settings = new(limits.MaxQueuedBytes, sockets.ReconnectSpread, refusals, metrics, loggers.CreateLogger<SocketConnection>());

    /// <summary>Whether the server goes down; then no more are accepted.</summary>
    public bool IsStopping => registry.IsStopping;

    /// <summary>Makes the connection of a request. What is sent to it waits for the handshake.</summary>
    /// <returns>The connection; it ends with <see cref="ReleaseAsync"/>.</returns>
    public SocketConnection Prepare(HttpContext http, CommunityId community, UserId user, ChatProfile profile)
    {
        var connection = new SocketConnection(http, community, user, profile, _settings);
        registry.Add(connection);
        return connection;
    }

    /// <summary>Makes the handshake and opens the connection.</summary>
    /// <returns>What receives; it ends with <see cref="ReleaseAsync"/>.</returns>
    public async Task<FrameReceiver> AcceptAsync(HttpContext http, SocketConnection connection)
    {
        var plain = sockets.DirectSend ? PlainTransport.Find(http) : null;
        var capture = new UpgradeCapture(http.Features, connection, plain is null ? null : new FramePipe(plain.Input, connection));
        if (capture.TryTakePlace())
        {
            await _handshake.Invoke(http).ConfigureAwait(false);
        }

        var handshake = http.Features.GetRequiredFeature<IHttpWebSocketFeature>();
        var socket = await handshake.AcceptAsync(connection.Profile == ChatProfile.V1 ? V1Handshake : PlainHandshake).ConfigureAwait(false);
        capture.GivePlaceBack();
        if (capture.IsUpgradableRequest)
        {
            LimitKernelBuffer(http);
        }

        var direct = plain is null ? null : await DirectSink.TryTakeOverAsync(plain.Socket).ConfigureAwait(false);
        connection.Open(direct ?? Sink(capture, socket, http));
        RequestMemory.Release(http);

        // The first frame of a plain connection makes a socket of its own: most members only read.
        return capture.Stream is { Frames: not null } stream
            ? new FrameReceiver(null, stream, connection, limits)
            : new FrameReceiver(socket, null, connection, limits);
    }

    /// <summary>Writes what is left, bounded in time, and gives everything back.</summary>
    /// <param name="connection">A prepared connection.</param>
    /// <param name="receiver">Its receiver; <see langword="null"/> when there was no handshake.</param>
    public async Task ReleaseAsync(SocketConnection connection, FrameReceiver? receiver)
    {
        await connection.FinishAsync().ConfigureAwait(false);
        registry.Remove(connection);
        receiver?.Dispose();
    }

    /// <summary>The platform's pings are off: <see cref="KeepAlive"/> does it for all sockets at once.</summary>
    private static WebSocketAcceptContext Handshake(string? subprotocol) => new() { SubProtocol = subprotocol, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private static void LimitKernelBuffer(HttpContext http)
    {
        try
        {
            if (http.Features.Get<IConnectionSocketFeature>() is { } feature)
            {
                feature.Socket.SendBufferSize = KernelSendBufferBytes;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client is gone already; the first read finds out.
        }
    }

    private static IFrameSink Sink(UpgradeCapture capture, WebSocket socket, HttpContext http)
    {
        if (capture.Stream is { } stream)
        {
            return new StreamSink(stream.Inner);
        }

        // A stream ends with its request; a socket of the server's own goes on waiting.
        http.RequestAborted.UnsafeRegister(static aborted => ((WebSocket)aborted!).Abort(), socket);
        return new MessageSink(socket);
    }
}
