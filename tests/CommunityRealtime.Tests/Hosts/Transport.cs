namespace CommunityRealtime.Tests.Hosts;

/// <summary>A way between the chat and its clients.</summary>
public enum Transport
{
    /// <summary>HTTP/1.1, written to the socket itself.</summary>
    Direct,

    /// <summary>HTTP/1.1, written to the server's upgraded stream.</summary>
    Stream,

    /// <summary>HTTP/1.1 over TLS.</summary>
    Tls,

    /// <summary>HTTP/2, without TLS.</summary>
    Http2,

    /// <summary>ASP.NET Core's in-memory test server, which brings WebSockets of its own.</summary>
    InMemory,
}
