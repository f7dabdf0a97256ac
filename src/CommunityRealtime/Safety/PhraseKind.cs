namespace CommunityRealtime.Safety;

/// <summary>What a phrase says, or which other phrases it takes away.</summary>
internal enum PhraseKind
{
    /// <summary>A wish to be dead.</summary>
    Passive,

    /// <summary>Thoughts of suicide, an urge to self-harm, or recent self-harm.</summary>
    Active,

    /// <summary>Intent, plan, means, preparation, farewell, or an act in progress.</summary>
    Acute,

    /// <summary>A threat, or telling someone to hurt themselves.</summary>
    Harm,

    /// <summary>A turn of speech: takes away every phrase that shares a word with it.</summary>
    Idiom,

    /// <summary>Looks like a negation and is none: takes away negations that share a word with it.</summary>
    NotNegation,

    /// <summary>Takes away the phrase that follows within a few words of the same clause.</summary>
    Negation,

    /// <summary>Someone else is meant: takes away the phrase that follows in the same clause.</summary>
    Other,

    /// <summary>Long ago: takes away the phrases of its sentence, but for clauses that speak of the present.</summary>
    Past,

    /// <summary>The present, spoken of by the author: a clause that <see cref="Past"/> does not reach.</summary>
    Now,

    /// <summary>A talk about a film, a helpline, a lesson: takes away the phrases of its sentence.</summary>
    Topic,

    /// <summary>A word that begins a new clause, such as "but", or a new subject, such as "I".</summary>
    Break,
}
