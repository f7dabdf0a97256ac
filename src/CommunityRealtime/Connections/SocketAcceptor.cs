using System.Net.WebSockets;
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
internal sealed class SocketAcceptor(ChatSocketOptions sockets, ChatLimitsOptions limits, ILoggerFactory loggers)
{
    /// <summary>What the kernel may hold for a client that does not read; without it that is megabytes, and the client goes unnoticed.</summary>
    private const int KernelSendBufferBytes = 65_536;

    private readonly WebSocketMiddleware _handshake = new(_ => Task.CompletedTask, Options.Create(new WebSocketOptions()), loggers);
    private readonly ILogger _logger = loggers.CreateLogger<SocketConnection>();

    /// <summary>Makes the handshake.</summary>
    /// <returns>The platform's socket, to receive from, and the connection, to send to.</returns>
    public async Task<(WebSocket Socket, SocketConnection Connection)> AcceptAsync(HttpContext http, CommunityId community, UserId user)
    {
        var capture = new UpgradeCapture(http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
        if (capture.IsUpgradableRequest || capture.IsExtendedConnect)
        {
            http.Features.Set<IHttpWebSocketFeature>(null);
            http.Features.Set<IHttpUpgradeFeature>(capture);
            http.Features.Set<IHttpExtendedConnectFeature>(capture);
            await _handshake.Invoke(http).ConfigureAwait(false);
        }

        var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = sockets.KeepAliveInterval,
            KeepAliveTimeout = sockets.KeepAliveTimeout,
        }).ConfigureAwait(false);
        IFrameSink sink = capture.Stream is { } stream ? new StreamSink(stream.Inner) : new MessageSink(socket);
        var connection = new SocketConnection(sink, http, community, user, limits.MaxQueuedBytes, _logger);
        capture.Stream?.Attach(connection);
        if (capture.IsUpgradableRequest && http.Features.Get<IConnectionSocketFeature>() is { } feature)
        {
            feature.Socket.SendBufferSize = KernelSendBufferBytes;
        }

        Forget(http);
        return (socket, connection);
    }

    /// <summary>Nobody asks for the request's headers and query again, and they are kilobytes for each idle socket, token and all.</summary>
    private static void Forget(HttpContext http)
    {
        foreach (var name in http.Request.Headers.Keys.ToArray())
        {
            http.Request.Headers.Remove(name);
        }

        http.Request.QueryString = QueryString.Empty;
        http.Features.Set<IQueryFeature>(null);
        if (http.Features.Get<IHttpRequestFeature>() is { } request)
        {
            request.RawTarget = string.Empty;
        }
    }
}
