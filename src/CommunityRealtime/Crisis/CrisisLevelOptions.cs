namespace CommunityRealtime.Crisis;

/// <summary>When somebody is called about a case of one level that nobody acknowledges, and how long it is kept.</summary>
public sealed class CrisisLevelOptions
{
    /// <summary>
    /// When the calls are due after the case reached its level: rising times, whole seconds, the first may be zero. Default
    /// (<see langword="null"/>): acute 0, 2, 5 and 10 minutes; active 0, 10, 20 and 30 minutes; passive 4 hours.
    /// </summary>
    public IList<TimeSpan>? Calls { get; set; }

    /// <summary>How long after the last call it is repeated until somebody acknowledges. At least a second. Default (<see langword="null"/>): acute 10 minutes, active 30 minutes, passive 4 hours.</summary>
    public TimeSpan? Repeat { get; set; }

    /// <summary>
    /// After how long without a word of its owner somebody is called about an acknowledged case; zero for never. Default
    /// (<see langword="null"/>): acute 15 minutes, otherwise never.
    /// </summary>
    public TimeSpan? OwnerSilence { get; set; }

    /// <summary>How long texts, reasons and names are kept after a case of this level was resolved; the rest of the case stays. Default 90 days; at least an hour.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);
}
