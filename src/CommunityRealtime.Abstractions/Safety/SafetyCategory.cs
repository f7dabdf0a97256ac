namespace CommunityRealtime.Safety;

/// <summary>What a text is about, as far as safety goes.</summary>
public enum SafetyCategory
{
    /// <summary>Nothing of concern.</summary>
    None = 0,

    /// <summary>The author may be in danger. Somebody needs help: never a reason for a punishment.</summary>
    Crisis = 1,

    /// <summary>An attack on others.</summary>
    Harm = 2,
}
