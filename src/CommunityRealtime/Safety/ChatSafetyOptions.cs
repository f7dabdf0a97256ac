namespace CommunityRealtime.Safety;

/// <summary>How long the safety gate waits. Section <c>CommunityChat:Safety</c>; read once at start-up.</summary>
public sealed class ChatSafetyOptions
{
    /// <summary>
    /// How long a text may be judged. Without a judgement by then it is not shown, and its author is told to try again; a
    /// later verdict changes nothing. Default 5 seconds; more than 0, at most 1 minute.
    /// </summary>
    public TimeSpan TimeBudget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt to notify a human may take. Default 10 seconds; more than 0, at most 5 minutes.</summary>
    public TimeSpan NotifyTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
