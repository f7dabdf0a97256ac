namespace CommunityRealtime.Messages;

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>The message was stored, under a new number unless it is withheld.</summary>
    Stored = 0,

    /// <summary>The author's message with this retry key was stored before; nothing was stored now.</summary>
    Duplicate = 1,

    /// <summary>The author used this retry key before for another text or another anonymity, or for a message that is withheld; nothing was stored now.</summary>
    Conflict = 2,
}
