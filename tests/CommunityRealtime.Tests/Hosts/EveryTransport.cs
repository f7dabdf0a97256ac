namespace CommunityRealtime.Tests.Hosts;

/// <summary>For theories about what a client sees, whatever lies between.</summary>
public sealed class EveryTransport : TheoryData<Transport>
{
    public EveryTransport()
        : base(Enum.GetValues<Transport>())
    {
    }
}
