namespace CommunityRealtime.Safety;

/// <summary>How the chat asks a safety service that runs in the shadow and decides nothing. Read once at start-up, where all mistakes are reported together.</summary>
public sealed class ShadowSafetyServiceOptions
{
    /// <summary>
    /// The service's name in measurements: 1 to 64 of <c>A–Z a–z 0–9 _ . -</c>, different for every service in the shadow. By default the
    /// name of its type, where it is added by type.
    /// </summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>How long a text may be judged before it counts as missed. Default 10 seconds; more than 0, at most 1 minute.</summary>
    public TimeSpan TimeBudget { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many texts this server has judged at once; a call that goes on after <see cref="TimeBudget"/> counts until it ends. Default 4; 1 to 1,000.</summary>
    public int MaxConcurrentChecks { get; set; } = 4;

    /// <summary>How many texts may wait in memory; further ones are left out and counted. Default 256; 1 to 100,000.</summary>
    public int MaxWaiting { get; set; } = 256;
}
