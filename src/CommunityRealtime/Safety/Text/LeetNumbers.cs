namespace CommunityRealtime.Safety.Text;

/// <summary>In a text that writes digits for letters, a number may be a word: "1" is "I", "70" is "to".</summary>
internal static class LeetNumbers
{
    private const int LongestNumber = 5;

    /// <summary>Turns the numbers that spell a known word into it.</summary>
    public static void Read(ReadOnlySpan<char> text, Vocabulary vocabulary, Span<Token> tokens)
    {
        Span<char> word = stackalloc char[LongestNumber];
        foreach (ref var token in tokens)
        {
            var length = token.End - token.Start;
            if (token.Word is Vocabulary.Digit or Vocabulary.Tens && length <= LongestNumber)
            {
                LeetLetters.Decode(text.Slice(token.Start, length), 'i', word);
                var number = vocabulary.FindExact(word[..length]);
                token.Word = number == Vocabulary.Unknown ? token.Word : number;
            }
        }
    }
}
