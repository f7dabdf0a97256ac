namespace CommunityRealtime.Messages;

/// <summary>What members learn about anonymous messages. Section <c>CommunityChat:Anonymity</c>; read once at start-up.</summary>
public sealed class ChatAnonymityOptions
{
    /// <summary>
    /// Whether every member gets the author's <c>user_id</c> with an anonymous message. Default false: only its author's own
    /// connections get it. Turning it on makes "anonymous" a matter of display only; tell your members.
    /// </summary>
    public bool RevealUserId { get; set; }
}
