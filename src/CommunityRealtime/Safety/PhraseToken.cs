namespace CommunityRealtime.Safety;

/// <summary>One word of a message: its number in the vocabulary, and what is known about its place.</summary>
internal struct PhraseToken
{
    /// <summary>The number of the word in <see cref="PhraseVocabulary"/>; 0 for a word no phrase knows.</summary>
    public int Word;

    /// <summary>Whether a sentence ends after the word.</summary>
    public bool EndsSentence;

    /// <summary>Whether a comma or the like follows the word.</summary>
    public bool EndsClause;
}
