using System.Buffers;

namespace CommunityRealtime.Safety.Text;

/// <summary>Digits and signs that are written in the place of a letter ("k1ll").</summary>
internal static class LeetLetters
{
    /// <summary>All of them; <c>*</c> stands for any letter.</summary>
    public static readonly SearchValues<char> All = SearchValues.Create("0134578@$!|*9");

    /// <summary>The letter that a character stands for in a word; itself when it stands for none.</summary>
    /// <param name="character">A character of a word.</param>
    /// <param name="one">What <c>1</c>, <c>!</c> and <c>|</c> stand for: an <c>i</c> or an <c>l</c>.</param>
    public static char Decode(char character, char one) => character switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        '9' => 'g',
        '8' => 'b',
        _ => character,
    };

    /// <summary>Decodes a whole word.</summary>
    public static void Decode(ReadOnlySpan<char> word, char one, Span<char> decoded)
    {
        for (var i = 0; i < word.Length; i++)
        {
            decoded[i] = Decode(word[i], one);
        }
    }
}
