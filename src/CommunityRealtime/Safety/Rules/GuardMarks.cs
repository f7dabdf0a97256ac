namespace CommunityRealtime.Safety.Rules;

/// <summary>What the guards say about one word of a text. A bit stands for a language.</summary>
internal struct GuardMarks
{
    /// <summary>The word belongs to an idiom.</summary>
    public byte Idiom;

    /// <summary>The word belongs to a phrase that only looks like a negation.</summary>
    public byte NotNegation;

    /// <summary>A negation ends with the word.</summary>
    public byte NegationEnd;

    /// <summary>A mention of somebody else ends with the word.</summary>
    public byte OtherEnd;

    /// <summary>The word says that the author is the subject.</summary>
    public byte Self;

    /// <summary>The announcement of somebody else's words ends with the word.</summary>
    public byte ReportEnd;

    /// <summary>A new clause or subject begins with the word.</summary>
    public byte Break;

    /// <summary>The sentence is about a topic.</summary>
    public byte TopicSentence;

    /// <summary>The sentence objects to harm.</summary>
    public byte CounterSentence;

    /// <summary>The sentence speaks of long ago.</summary>
    public byte PastSentence;

    /// <summary>The clause speaks of the author's present.</summary>
    public byte PresentClause;
}
