namespace CommunityRealtime.Connections;

/// <summary>How dead peers are noticed, and how sockets end when the server stops. Section <c>CommunityChat:Sockets</c>; read once at start-up.</summary>
public sealed class ChatSocketOptions
{
    /// <summary>
    /// How often a silent client is pinged (RFC 6455, section 5.5.2), and how often, give or take a tenth, every client in the
    /// profile <c>community-chat.v1</c> gets a <c>ping</c> frame. Default 25 seconds; 1 second to 10 minutes.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a client may take to answer a ping before its socket is cut. Default 20 seconds; 1 second to 10 minutes.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long messages that were taken may still be stored and answered once the server goes down, before their sockets are closed without an
    /// answer (their clients send them again elsewhere). Default 5 seconds; 0 seconds to 5 minutes, and less than the host's
    /// <c>HostOptions.ShutdownTimeout</c> (30 seconds by default), after which the host cuts every socket.
    /// </summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Over how long the clients of a server that goes down are asked to come back, each at another time (<c>retry_after_ms</c> in the reason of
    /// the close frame): so they do not all arrive at the other servers at once. Default 10 seconds; 0 seconds to 10 minutes.
    /// </summary>
    public TimeSpan ReconnectSpread { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether plain HTTP/1.1 sockets are written to without the server's own pipe between, where that is possible (Linux, no
    /// TLS in this process). It costs less processor time for each delivery. Default on; what is sent is the same.
    /// </summary>
    public bool DirectSend { get; set; } = true;
}
