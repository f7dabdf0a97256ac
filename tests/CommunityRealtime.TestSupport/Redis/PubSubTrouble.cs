namespace CommunityRealtime.TestSupport.Redis;

/// <summary>What becomes of published messages on their way.</summary>
public enum PubSubTrouble
{
    /// <summary>They pass.</summary>
    None,

    /// <summary>A fifth is lost, a fifth comes twice, and a tenth comes after the next one.</summary>
    Unreliable,

    /// <summary>All of them are lost.</summary>
    Silence,
}
