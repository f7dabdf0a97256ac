namespace CommunityRealtime.Safety.Text;

/// <summary>What surrounds a word.</summary>
[Flags]
internal enum TokenMarks
{
    /// <summary>Nothing of note.</summary>
    None = 0,

    /// <summary>A comma or the like follows.</summary>
    EndsClause = 1,

    /// <summary>The end of a sentence follows.</summary>
    EndsSentence = 2,

    /// <summary>It stands between quotation marks.</summary>
    Quoted = 4,

    /// <summary>A question mark follows.</summary>
    Question = 8,

    /// <summary>An intensifier without a meaning of its own stood before it and was left out.</summary>
    AfterFiller = 16,
}
