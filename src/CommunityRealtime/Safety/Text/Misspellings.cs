namespace CommunityRealtime.Safety.Text;

/// <summary>The slips of the finger that a long word is known with.</summary>
internal static class Misspellings
{
    // In shorter words a slip makes another word too often ("dying", "ding").
    private const int ShortestWord = 6;

    /// <summary>The word with one letter missing, one doubled or two neighbours swapped. The first letter stays.</summary>
    public static IEnumerable<string> Of(string word)
    {
        for (var i = 1; word.Length >= ShortestWord && i < word.Length; i++)
        {
            if (i < word.Length - 1)
            {
                // Without its last letter a word is often another one.
                yield return word.Remove(i, 1);
            }

            yield return word.Insert(i, word[i].ToString());
            if (i > 1)
            {
                yield return string.Concat(word.AsSpan(0, i - 1), word.AsSpan(i, 1), word.AsSpan(i - 1, 1), word.AsSpan(i + 1));
            }
        }
    }
}
