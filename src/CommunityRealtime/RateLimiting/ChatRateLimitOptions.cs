namespace CommunityRealtime.RateLimiting;

/// <summary>How fast one user may send in one community, and how often a connection may be refused. Section <c>CommunityChat:RateLimit</c>; read once at start-up.</summary>
public sealed class ChatRateLimitOptions
{
    /// <summary>How many frames a second, over a longer time. Default 10; 0 turns the limit off; at most 10,000.</summary>
    public double MessagesPerSecond { get; set; } = 10;

    /// <summary>How many frames at once, after a rest. Default 100; at least 1.</summary>
    public int Burst { get; set; } = 100;

    /// <summary>
    /// How many frames of one connection may be refused at once, for whatever reason that is the sender's: sent too fast, no JSON, too long, and so on. The next
    /// one closes the socket with 1008 <c>flooding</c>. Default 60; 1 to 100,000.
    /// </summary>
    public int MaxRefusals { get; set; } = 60;

    /// <summary>How many refusals come back each second. Default 1; 0 turns the limit off, so that refusals never close a socket; at most 10,000.</summary>
    public double RefusalsPerSecond { get; set; } = 1;
}
