namespace CommunityRealtime.RateLimiting;

/// <summary>How fast one user may send in one community. Section <c>CommunityChat:RateLimit</c>; read once at start-up.</summary>
public sealed class ChatRateLimitOptions
{
    /// <summary>How many frames a second, over a longer time. Default 10; 0 turns the limit off; at most 10,000.</summary>
    public double MessagesPerSecond { get; set; } = 10;

    /// <summary>How many frames at once, after a rest. Default 100; at least 1.</summary>
    public int Burst { get; set; } = 100;
}
