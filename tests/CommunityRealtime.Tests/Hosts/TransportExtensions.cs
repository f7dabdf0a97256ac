using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Both ends of each <see cref="Transport"/>.</summary>
internal static class TransportExtensions
{
    /// <summary>Makes the app listen on a free loopback port, or in memory.</summary>
    public static void Listen(this Transport transport, WebApplicationBuilder builder)
    {
        if (transport == Transport.InMemory)
        {
            builder.WebHost.UseTestServer();
            return;
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = transport == Transport.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            if (transport == Transport.Tls)
            {
                endpoint.UseHttps(TestCertificate.Instance);
            }
        }));
    }

    /// <summary>The chat's settings that choose the way out.</summary>
    public static void Configure(this Transport transport, CommunityChatOptions options) =>
        options.Sockets.DirectSend = transport != Transport.Stream;

    public static HttpClient CreateHttpClient(this Transport transport, WebApplication app) => transport == Transport.InMemory
        ? app.GetTestClient()
        : new(Handler()) { DefaultRequestVersion = Version(transport), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    /// <summary>Opens a client's socket.</summary>
    /// <returns>The socket, and what has to be disposed after it.</returns>
    public static async Task<(WebSocket Socket, IDisposable? Owner)> ConnectAsync(
        this Transport transport,
        WebApplication app,
        Uri address,
        IReadOnlyList<string> subprotocols,
        Action<ClientWebSocketOptions>? configure,
        int? receiveBufferBytes,
        CancellationToken cancellationToken)
    {
        if (transport == Transport.InMemory)
        {
            var client = app.GetTestServer().CreateWebSocketClient();
            subprotocols.ToList().ForEach(client.SubProtocols.Add);
            return (await client.ConnectAsync(address, cancellationToken), null);
        }

        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version(transport);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        subprotocols.ToList().ForEach(socket.Options.AddSubProtocol);
        configure?.Invoke(socket.Options);
        var invoker = new HttpMessageInvoker(Handler(receiveBufferBytes));
        var scheme = transport == Transport.Tls ? "wss" : "ws";
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = scheme }.Uri, invoker, cancellationToken);
        return (socket, invoker);
    }

    private static Version Version(Transport transport) => transport == Transport.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;

    private static SocketsHttpHandler Handler(int? receiveBufferBytes = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificate.IsShownBy(shown) },
        };
        if (receiveBufferBytes is { } bytes)
        {
            handler.InitialHttp2StreamWindowSize = Math.Max(bytes, 65_535);
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = bytes, NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
