using CommunityRealtime.Authentication;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Safety;
using CommunityRealtime.Validation;

namespace CommunityRealtime;

/// <summary>All settings of the chat. Section <c>CommunityChat</c>; read once at start-up, all mistakes reported together.</summary>
public sealed class CommunityChatOptions
{
    /// <summary>How the app's tokens are checked.</summary>
    public ChatJwtOptions Jwt { get; set; } = new();

    /// <summary>How long tickets hold.</summary>
    public ChatTicketOptions Tickets { get; set; } = new();

    /// <summary>
    /// The origins whose pages may open a socket besides the app's own, such as <c>https://www.example.com</c>; <c>*</c> for
    /// any. Default none. A client that sends no <c>Origin</c> is no browser and not affected.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Who counts as a member.</summary>
    public ChatMembershipOptions Membership { get; set; } = new();

    /// <summary>What members learn about anonymous messages.</summary>
    public ChatAnonymityOptions Anonymity { get; set; } = new();

    /// <summary>How many sockets this server holds: in all, for each user, and from each address.</summary>
    public ChatConnectionLimitOptions Connections { get; set; } = new();

    /// <summary>How much one client may send, and how much waits for it.</summary>
    public ChatLimitsOptions Limits { get; set; } = new();

    /// <summary>How fast one user may send in one community, and how often a connection may be refused.</summary>
    public ChatRateLimitOptions RateLimit { get; set; } = new();

    /// <summary>How long users wait between two messages.</summary>
    public ChatSlowModeOptions SlowMode { get; set; } = new();

    /// <summary>How fast one user may ask over REST.</summary>
    public ChatRequestLimitOptions RequestLimit { get; set; } = new();

    /// <summary>How long the safety gate waits, and what it does without an answer.</summary>
    public ChatSafetyOptions Safety { get; set; } = new();

    /// <summary>How humans are brought to a crisis.</summary>
    public ChatCrisisOptions Crisis { get; set; } = new();

    /// <summary>How servers keep together.</summary>
    public ChatBackplaneOptions Backplane { get; set; } = new();

    /// <summary>How dead peers are noticed.</summary>
    public ChatSocketOptions Sockets { get; set; } = new();
}
