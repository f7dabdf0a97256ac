namespace CommunityRealtime.Tests.Hosts;

/// <summary>For theories whose clients count or break single bytes: <see cref="RawMember"/>.</summary>
public sealed class Http1Transports : TheoryData<Transport>
{
    public Http1Transports()
        : base(Transport.Direct, Transport.Stream, Transport.Tls)
    {
    }
}
