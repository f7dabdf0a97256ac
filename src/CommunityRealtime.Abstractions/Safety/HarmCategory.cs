namespace CommunityRealtime.Safety;

/// <summary>In what way a text would hurt others.</summary>
public enum HarmCategory
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>A threat of violence.</summary>
    Threat = 1,

    /// <summary>Telling others to hurt themselves, pacts, methods, praise of eating disorders.</summary>
    SelfHarmEncouragement = 2,

    /// <summary>An attack on people for what they are: origin, religion, sex, orientation, disability.</summary>
    Hate = 3,

    /// <summary>An attack on one person.</summary>
    Harassment = 4,

    /// <summary>Sexual harassment and extortion.</summary>
    SexualHarassment = 5,

    /// <summary>Sexual interest in minors, and grooming.</summary>
    MinorSafety = 6,

    /// <summary>Publishing where somebody lives or works, to harm them.</summary>
    Doxxing = 7,
}
