namespace CommunityRealtime.RateLimiting;

/// <summary>How fast one user may ask over REST. Section <c>CommunityChat:RequestLimit</c>; read once at start-up.</summary>
/// <remarks>
/// It holds for history, crisis cases and all other requests of the chat together, but not for sockets, and over all communities. Every server counts for itself. A
/// request over the limit is answered with status 429 and problem details whose <c>code</c> is <c>rate_limited</c>.
/// </remarks>
public sealed class ChatRequestLimitOptions
{
    /// <summary>How many requests a second, over a longer time. Default 20; 0 turns the limit off; at most 10,000.</summary>
    public double RequestsPerSecond { get; set; } = 20;

    /// <summary>How many requests at once, after a rest. Default 100; 1 to 1,000,000.</summary>
    public int Burst { get; set; } = 100;
}
