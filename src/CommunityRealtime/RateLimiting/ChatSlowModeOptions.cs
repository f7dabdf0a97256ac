namespace CommunityRealtime.RateLimiting;

/// <summary>
/// How long users wait between two messages. Section <c>CommunityChat:SlowMode</c>; read once at start-up. An <see cref="ICommunitySettings"/> of the host's own takes the
/// place of these.
/// </summary>
public sealed class ChatSlowModeOptions
{
    /// <summary>How long, in each community that <see cref="Communities"/> does not name. Default zero, which is no slow mode; at most 6 hours.</summary>
    public TimeSpan Default { get; set; }

    /// <summary>How long, by the id of the community, as in <c>CommunityChat:SlowMode:Communities:5 = 00:00:30</c>. Default none; each from zero to 6 hours.</summary>
    public IDictionary<string, TimeSpan> Communities { get; set; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
}
