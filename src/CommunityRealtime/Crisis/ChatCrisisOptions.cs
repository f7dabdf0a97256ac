namespace CommunityRealtime.Crisis;

/// <summary>How humans are brought to a crisis. Section <c>CommunityChat:Crisis</c>; read once at start-up.</summary>
public sealed class ChatCrisisOptions
{
    /// <summary>Clock and retention of acute cases.</summary>
    public CrisisLevelOptions Acute { get; set; } = new();

    /// <summary>Clock and retention of active cases.</summary>
    public CrisisLevelOptions Active { get; set; } = new();

    /// <summary>Clock and retention of passive cases.</summary>
    public CrisisLevelOptions Passive { get; set; } = new();

    /// <summary>How long one attempt to hand a notice to a channel may take. Default 10 seconds; more than 0, at most 5 minutes.</summary>
    public TimeSpan NotifyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after the first failed attempt the next is made; it doubles with every further one. Default 1 second; more than 0, at most 1 hour.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two attempts. Default 5 minutes; at least <see cref="RetryDelay"/>, at most 1 day.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long a notice that a channel does not take is given up, which is logged, counted, and seen by the health check. Further calls
    /// of the case make notices of their own. Default 24 hours; at least a minute, at most 30 days.
    /// </summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How often each server looks for calls and notices that are due. What happens on the server itself is done at once; this is for what another one
    /// leaves behind, and how exact the clocks are. Default 5 seconds; at least 10 milliseconds, at most 1 minute.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long texts, reasons and names of a false alarm are kept; for other cases see <see cref="CrisisLevelOptions.Retention"/>. Default 7 days; at least an hour.</summary>
    public TimeSpan FalseAlarmRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether members with the role <see cref="Membership.CommunityRole.CareLead"/> may learn who wrote the anonymous messages of a case: with a reason,
    /// written to its log. Default <see langword="false"/>: nobody may.
    /// </summary>
    public bool AllowBreakGlass { get; set; }
}
