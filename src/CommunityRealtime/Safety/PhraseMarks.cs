namespace CommunityRealtime.Safety;

/// <summary>What the guards say about one word of a text. A bit stands for a language.</summary>
internal struct PhraseMarks
{
    /// <summary>The word belongs to an idiom.</summary>
    public byte Idiom;

    /// <summary>The word belongs to a phrase that only looks like a negation.</summary>
    public byte NotNegation;

    /// <summary>A negation ends with the word.</summary>
    public byte NegationEnd;

    /// <summary>A mention of somebody else ends with the word.</summary>
    public byte OtherEnd;

    /// <summary>A new clause or subject begins with the word.</summary>
    public byte Break;

    /// <summary>The sentence is about a topic.</summary>
    public byte TopicSentence;

    /// <summary>The sentence speaks of long ago.</summary>
    public byte PastSentence;

    /// <summary>The clause speaks of the author's present.</summary>
    public byte PresentClause;
}
