namespace CommunityRealtime.Safety;

/// <summary>What happens to a text, from harmless to refused.</summary>
public enum SafetyVerdict
{
    /// <summary>Shown to everyone.</summary>
    Allow = 0,

    /// <summary>Shown to everyone, and the author gets a private offer of support.</summary>
    AllowWithSupport = 1,

    /// <summary>
    /// Not shown until it has been reviewed: it is kept, encrypted, and the author is told so. With the category <see cref="SafetyCategory.Crisis"/>
    /// it is handled as <see cref="Withhold"/>.
    /// </summary>
    Hold = 2,

    /// <summary>Not shown: the author may be in danger. A crisis case is stored and the author gets a private reply.</summary>
    Withhold = 3,

    /// <summary>Not shown: the text would hurt others. The author gets a private reply.</summary>
    Refuse = 4,
}
