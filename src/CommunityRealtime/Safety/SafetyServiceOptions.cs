namespace CommunityRealtime.Safety;

/// <summary>How the chat asks a further safety service. Read once at start-up, where all mistakes are reported together.</summary>
public class SafetyServiceOptions
{
    /// <summary>
    /// The service's name in logs and measurements: 1 to 64 of <c>A–Z a–z 0–9 _ . -</c>, different for every further service of the
    /// app. By default the name of its type, where it is added by type.
    /// </summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>
    /// How long a text may be judged, retries and the waits between them included. A later judgement changes nothing. Default 5 seconds; more than 0,
    /// at most 1 minute.
    /// </summary>
    public TimeSpan TimeBudget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a failed call is made again while <see cref="TimeBudget"/> lasts. Default 1; 0 to 3.</summary>
    public int Retries { get; set; } = 1;

    /// <summary>
    /// How many texts this server has judged at once. For one more <see cref="OutagePolicy"/> applies at once; it does not wait. A call that goes on
    /// after <see cref="TimeBudget"/> counts until it ends. Default 64; 1 to 10,000.
    /// </summary>
    public int MaxConcurrentChecks { get; set; } = 64;

    /// <summary>
    /// For how long the service is not asked once it fails: when at least half of ten or more calls within 30 seconds failed. Meanwhile
    /// <see cref="OutagePolicy"/> applies at once, and afterwards one call tries. Default 15 seconds; half a second to 10 minutes, or 0
    /// to ask it whatever happens.
    /// </summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What happens to a text without a judgement. Default <see langword="null"/>: as <see cref="ChatSafetyOptions.OutagePolicy"/> says.</summary>
    public SafetyOutagePolicy? OutagePolicy { get; set; }
}
