namespace CommunityRealtime.Connections;

/// <summary>How dead peers are noticed. Section <c>CommunityChat:Sockets</c>; read once at start-up.</summary>
public sealed class ChatSocketOptions
{
    /// <summary>How often a silent client is pinged (RFC 6455, section 5.5.2). Default 25 seconds; 1 second to 10 minutes.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a client may take to answer a ping before its socket is cut. Default 20 seconds; 1 second to 10 minutes.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
