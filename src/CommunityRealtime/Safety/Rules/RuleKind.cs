namespace CommunityRealtime.Safety.Rules;

/// <summary>What a rule finds, or which findings of other rules it takes away.</summary>
internal enum RuleKind
{
    /// <summary>A wish to be dead.</summary>
    Passive,

    /// <summary>Thoughts of suicide, an urge to self-harm, or recent self-harm.</summary>
    Active,

    /// <summary>Intent, plan, means, preparation, farewell, or an act in progress.</summary>
    Acute,

    /// <summary>Worry about somebody else, grief, a hard past: shown, with a private offer of support.</summary>
    Support,

    /// <summary>A threat of violence.</summary>
    Threat,

    /// <summary>Telling others to hurt themselves, pacts, methods, praise of eating disorders.</summary>
    Encouragement,

    /// <summary>An attack on people for what they are.</summary>
    Hate,

    /// <summary>An attack on one person.</summary>
    Harassment,

    /// <summary>Sexual harassment and extortion.</summary>
    Sexual,

    /// <summary>Sexual interest in minors, and grooming.</summary>
    Minors,

    /// <summary>Publishing where somebody lives or works, to harm them.</summary>
    Doxxing,

    /// <summary>A turn of speech: takes away every finding that shares a word with it.</summary>
    Idiom,

    /// <summary>Looks like a negation and is none: takes away negations that share a word with it.</summary>
    NotNegation,

    /// <summary>Takes away the finding that follows within a few words of the same clause.</summary>
    Negation,

    /// <summary>Somebody else is meant: takes away a crisis that follows in the same clause.</summary>
    Other,

    /// <summary>Somebody else's words: takes away what follows in the sentence.</summary>
    Report,

    /// <summary>Long ago: takes away the crisis of its sentence, but for clauses that speak of the present.</summary>
    Past,

    /// <summary>The present, spoken of by the author: a clause that <see cref="Past"/> does not reach.</summary>
    Now,

    /// <summary>The author in the first person, such as Spanish "quiero": a finding that holds one is not about somebody else.</summary>
    Self,

    /// <summary>A talk about a film, a helpline, a lesson: takes away the findings of its sentence.</summary>
    Topic,

    /// <summary>An objection to harm: takes away the harm of its sentence.</summary>
    Counter,

    /// <summary>A word that begins a new clause, such as "but", or a new subject, such as "I".</summary>
    Break,

    /// <summary>An alternative of a phrase that other rules use by its name.</summary>
    Phrase,
}
