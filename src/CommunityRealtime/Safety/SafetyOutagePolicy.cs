namespace CommunityRealtime.Safety;

/// <summary>What happens to a text when a further safety service gives no judgement: it failed, took too long, has too much to do or is switched off for a while.</summary>
public enum SafetyOutagePolicy
{
    /// <summary>The text is not shown, and its author is told to try again: error code <c>unavailable</c>.</summary>
    Closed = 0,

    /// <summary>The text is not shown. It is kept, encrypted, and its author is told that it waits for a review; see <see cref="SafetyVerdict.Hold"/>.</summary>
    Hold = 1,

    /// <summary>The judgement of the other services stands, as if there were no such service.</summary>
    Open = 2,
}
