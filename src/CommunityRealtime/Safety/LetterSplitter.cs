namespace CommunityRealtime.Safety;

/// <summary>Finds the words in letters that have no gaps between them ("killmyself").</summary>
internal static class LetterSplitter
{
    /// <summary>Cuts letters into known words of two letters or more (or "I" and "u"), longest last word first.</summary>
    /// <param name="letters">At most <see cref="PhraseVocabulary.LongestWord"/> letters.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <param name="tokens">Gets the words, if there are any; room for one for each letter.</param>
    /// <returns>The number of words; 0 when the letters cannot be cut without a rest.</returns>
    public static int Split(ReadOnlySpan<char> letters, PhraseVocabulary vocabulary, Span<PhraseToken> tokens)
    {
        // The length of the word that ends after so many letters, where the letters before it can be cut, too.
        Span<byte> wordEndingAt = stackalloc byte[PhraseVocabulary.LongestWord + 1];
        wordEndingAt.Clear();
        for (var start = 0; start < letters.Length; start++)
        {
            if (start > 0 && wordEndingAt[start] == 0)
            {
                continue;
            }

            for (var length = 1; length <= Math.Min(vocabulary.LongestExact, letters.Length - start); length++)
            {
                if (wordEndingAt[start + length] < length && (length > 1 || letters[start] is 'i' or 'u')
                    && vocabulary.FindExact(letters.Slice(start, length)) != PhraseVocabulary.Unknown)
                {
                    wordEndingAt[start + length] = (byte)length;
                }
            }
        }

        if (letters.IsEmpty || wordEndingAt[letters.Length] == 0)
        {
            return 0;
        }

        var count = 0;
        for (var end = letters.Length; end > 0; end -= wordEndingAt[end])
        {
            var word = letters.Slice(end - wordEndingAt[end], wordEndingAt[end]);
            tokens[count++] = new PhraseToken { Word = vocabulary.FindExact(word) };
        }

        tokens[..count].Reverse();
        return count;
    }
}
