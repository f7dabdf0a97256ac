namespace CommunityRealtime.Safety;

/// <summary>How near the danger is, after the severity of ideation in the Columbia Suicide Severity Rating Scale (C-SSRS).</summary>
public enum CrisisLevel
{
    /// <summary>No sign of a crisis.</summary>
    None = 0,

    /// <summary>A wish to be dead, without method or intent.</summary>
    Passive = 1,

    /// <summary>Thoughts of suicide, an urge to self-harm, or recent self-harm.</summary>
    Active = 2,

    /// <summary>Intent, a plan, means at hand, a farewell, or an act in progress.</summary>
    Acute = 3,
}
