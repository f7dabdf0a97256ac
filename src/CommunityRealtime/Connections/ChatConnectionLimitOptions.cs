namespace CommunityRealtime.Connections;

/// <summary>How many sockets one server holds. Section <c>CommunityChat:Connections</c>; read once at start-up.</summary>
/// <remarks>
/// Every server counts for itself. A socket counts from the beginning of its handshake until it is gone, whether or not its client is let in; only
/// <see cref="MaxPerUser"/> counts those alone whose user is known and a member.
/// </remarks>
public sealed class ChatConnectionLimitOptions
{
    /// <summary>
    /// How many sockets there may be in all. One more is answered with status 503 and <c>Retry-After</c>, before anybody asks who it is.
    /// Default 100,000; 0 for no limit, at most 10,000,000.
    /// </summary>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>
    /// How many sockets one user may have, over all communities. One more is closed with 1013 <c>too_many_connections</c>. Default 20; 0 for no limit, at
    /// most 1,000,000.
    /// </summary>
    public int MaxPerUser { get; set; } = 20;

    /// <summary>
    /// How many sockets may come from one address: an IPv4 address, or the first 64 bits of an IPv6 address, since a network has the rest to itself
    /// (RFC 6177). One more is answered with status 429 and <c>Retry-After</c>, before anybody asks who it is. Default 1,000; 0 for no limit, at most
    /// 10,000,000.
    /// </summary>
    /// <remarks>
    /// It is the address of the connection (<c>HttpContext.Connection.RemoteIpAddress</c>). Behind a proxy that is the proxy's, unless the app uses ASP.NET
    /// Core's forwarded headers, which it should: else all clients share one count. Where there is no address, as over a Unix socket, this limit does not hold.
    /// </remarks>
    public int MaxPerAddress { get; set; } = 1_000;
}
