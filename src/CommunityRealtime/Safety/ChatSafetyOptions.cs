namespace CommunityRealtime.Safety;

/// <summary>How long the safety gate waits, and what it does without an answer. Section <c>CommunityChat:Safety</c>; read once at start-up.</summary>
public sealed class ChatSafetyOptions
{
    /// <summary>
    /// How long a text may be judged. Without a judgement by then it is not shown, and its author is told to try again; a
    /// later verdict changes nothing. Default 5 seconds; more than 0, at most 1 minute.
    /// </summary>
    public TimeSpan TimeBudget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What happens to a text that the first safety service lets pass while a further one (<c>AddSafetyService</c>) gives no judgement. Default
    /// <see cref="SafetyOutagePolicy.Closed"/>. A further service may have a policy of its own; for the first service there is
    /// none: without its judgement nothing is shown.
    /// </summary>
    public SafetyOutagePolicy OutagePolicy { get; set; } = SafetyOutagePolicy.Closed;
}
