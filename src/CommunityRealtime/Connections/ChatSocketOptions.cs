namespace CommunityRealtime.Connections;

/// <summary>How dead peers are noticed. Section <c>CommunityChat:Sockets</c>; read once at start-up.</summary>
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
    /// Whether plain HTTP/1.1 sockets are written to without the server's own pipe between, where that is possible (Linux, no
    /// TLS in this process). It costs less processor time for each delivery. Default on; what is sent is the same.
    /// </summary>
    public bool DirectSend { get; set; } = true;
}
