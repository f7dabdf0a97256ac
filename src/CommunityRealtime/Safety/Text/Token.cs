namespace CommunityRealtime.Safety.Text;

/// <summary>One word of a message: its number in the <see cref="Vocabulary"/>, and what is known about its place.</summary>
internal struct Token
{
    /// <summary>The number of the word; <see cref="Vocabulary.Unknown"/> for a word that no rule knows.</summary>
    public int Word;

    /// <summary>Where it begins in the text.</summary>
    public int Start;

    /// <summary>Where it ends in the text, exclusive.</summary>
    public int End;

    /// <summary>What surrounds it.</summary>
    public TokenMarks Marks;

    /// <summary>Whether a sentence ends after the word.</summary>
    public readonly bool EndsSentence => (Marks & TokenMarks.EndsSentence) != TokenMarks.None;

    /// <summary>Whether a comma or the like follows the word.</summary>
    public readonly bool EndsClause => (Marks & TokenMarks.EndsClause) != TokenMarks.None;
}
