namespace CommunityRealtime.Safety.Text;

/// <summary>Words that something cuts: "sui.cide", "k*i*l*l".</summary>
internal static class CutWords
{
    private const int FewestLetters = 2;

    /// <summary>Looks for the word that two pieces make.</summary>
    /// <param name="first">The first piece.</param>
    /// <param name="firstWord">What the first piece is as a word of its own.</param>
    /// <param name="second">The second piece.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <returns>The word's number; <see cref="Vocabulary.Unknown"/> when they make none.</returns>
    public static int Find(ReadOnlySpan<char> first, int firstWord, ReadOnlySpan<char> second, Vocabulary vocabulary)
    {
        // Two words in their own right stay two: "self-harm", "matar-me".
        if (first.Length < FewestLetters || second.Length < FewestLetters || first.Length + second.Length > Vocabulary.LongestWord
            || (firstWord != Vocabulary.Unknown && vocabulary.Find(second, out _) != Vocabulary.Unknown))
        {
            return Vocabulary.Unknown;
        }

        Span<char> whole = stackalloc char[Vocabulary.LongestWord];
        first.CopyTo(whole);
        second.CopyTo(whole[first.Length..]);
        return vocabulary.FindExact(whole[..(first.Length + second.Length)]);
    }

    /// <summary>Looks for the word whose letters stars part: "k*i*l*l".</summary>
    /// <param name="word">A word, not longer than <see cref="Vocabulary.LongestWord"/>.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <returns>The word's number; <see cref="Vocabulary.Unknown"/> when there is no star, or the letters make none.</returns>
    public static int FindWithoutStars(ReadOnlySpan<char> word, Vocabulary vocabulary)
    {
        Span<char> letters = stackalloc char[Vocabulary.LongestWord];
        var length = 0;
        foreach (var character in word)
        {
            if (character != '*')
            {
                letters[length++] = character;
            }
        }

        return length < word.Length ? vocabulary.Find(letters[..length], out _) : Vocabulary.Unknown;
    }
}
