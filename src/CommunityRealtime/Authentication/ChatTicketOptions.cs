namespace CommunityRealtime.Authentication;

/// <summary>
/// Tickets, with which a browser opens a socket without its token standing in the address. Section <c>CommunityChat:Tickets</c>; read once at
/// start-up.
/// </summary>
public sealed class ChatTicketOptions
{
    /// <summary>How long a ticket can be used after it was given out. Default 30 seconds; 5 seconds to 5 minutes.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(30);
}
