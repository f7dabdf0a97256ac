namespace CommunityRealtime.Tests.Hosts;

/// <summary>For theories about real connections, whose peers can be slow, silent or gone.</summary>
public sealed class SocketTransports : TheoryData<Transport>
{
    public SocketTransports()
        : base(Transport.Direct, Transport.Stream, Transport.Tls, Transport.Http2)
    {
    }
}
