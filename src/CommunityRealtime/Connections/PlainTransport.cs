using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CommunityRealtime.Connections;

/// <summary>A request's own TCP connection, whose bytes nobody changes on their way.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Input">What arrives at it.</param>
internal sealed record PlainTransport(Socket Socket, PipeReader Input)
{
    /// <summary>Finds it before the handshake.</summary>
    /// <returns><see langword="null"/> when the request's stream has to be used.</returns>
    public static PlainTransport? Find(HttpContext http)
    {
        // TLS, logging and whatever else changes bytes puts a pipe of its own in place of the socket transport's.
        return OperatingSystem.IsLinux()
            && http.Features.Get<IConnectionTransportFeature>()?.Transport is { } transport
            && transport.GetType().Assembly == typeof(SocketTransportOptions).Assembly
            && http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket
            && TcpCounters.TryReadBytesSent(socket, out var sent)
            && sent == 0
                ? new(socket, transport.Input)
                : null;
    }
}
