namespace CommunityRealtime.Safety.Text;

/// <summary>Finds the words in letters that have no gaps between them ("killmyself").</summary>
internal static class LetterSplitter
{
    // A letter that belongs to no known word costs more than any word, so that words are found wherever they are.
    private const int UnknownCost = 8;
    private const int WordCost = 3;
    private const byte NoWord = 0;

    /// <summary>Cuts letters into known words of two letters or more (or "I" and "u"): as few and as long as possible.</summary>
    /// <param name="letters">At most <see cref="Vocabulary.LongestWord"/> letters.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <param name="tokens">Gets the words, if there are any; room for one for each letter. Their places count from 0.</param>
    /// <param name="mayLeaveRest">Whether letters between the words may belong to no known word; they become one unknown word.</param>
    /// <returns>The number of tokens; 0 when there is no known word, or a rest that may not be.</returns>
    public static int Split(ReadOnlySpan<char> letters, Vocabulary vocabulary, Span<Token> tokens, bool mayLeaveRest)
    {
        Span<int> cost = stackalloc int[Vocabulary.LongestWord + 1];
        Span<byte> lengths = stackalloc byte[Vocabulary.LongestWord + 1];
        cost[..(letters.Length + 1)].Fill(int.MaxValue);
        cost[0] = 0;
        for (var start = 0; start < letters.Length; start++)
        {
            if (cost[start] == int.MaxValue)
            {
                continue;
            }

            if (mayLeaveRest && cost[start] + UnknownCost < cost[start + 1])
            {
                cost[start + 1] = cost[start] + UnknownCost;
                lengths[start + 1] = NoWord;
            }

            for (var length = 1; length <= Math.Min(vocabulary.LongestExact, letters.Length - start); length++)
            {
                if (cost[start] + WordCost < cost[start + length] && (length > 1 || letters[start] is 'i' or 'u')
                    && vocabulary.FindExact(letters.Slice(start, length)) is not Vocabulary.Unknown and var number
                    && (mayLeaveRest || vocabulary.IsJoinable(number)))
                {
                    cost[start + length] = cost[start] + WordCost;
                    lengths[start + length] = (byte)length;
                }
            }
        }

        return cost[letters.Length] == int.MaxValue ? 0 : Collect(letters, lengths, vocabulary, tokens);
    }

    private static int Collect(ReadOnlySpan<char> letters, ReadOnlySpan<byte> lengths, Vocabulary vocabulary, Span<Token> tokens)
    {
        var count = 0;
        var known = 0;
        for (var end = letters.Length; end > 0;)
        {
            var length = Math.Max((int)lengths[end], 1);
            var number = lengths[end] == NoWord ? Vocabulary.Unknown : vocabulary.FindExact(letters.Slice(end - length, length));
            if (number == Vocabulary.Unknown && count > 0 && tokens[count - 1].Word == Vocabulary.Unknown)
            {
                tokens[count - 1].Start = end - length;
            }
            else
            {
                tokens[count++] = new Token { Word = number, Start = end - length, End = end };
            }

            known += number == Vocabulary.Unknown ? 0 : length;
            end -= length;
        }

        tokens[..count].Reverse();
        return 2 * known >= letters.Length ? count : 0;
    }
}
