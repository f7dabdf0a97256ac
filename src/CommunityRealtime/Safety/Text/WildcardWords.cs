using System.Collections.Frozen;

namespace CommunityRealtime.Safety.Text;

/// <summary>Finds words of which some letters are starred out or drawn by a sign that stands for several letters. Immutable.</summary>
internal sealed class WildcardWords
{
    private const int ShortestWord = 3;
    private const uint AnyLetter = (1u << 26) - 1;

    private readonly FrozenDictionary<int, Entry[]> _byLengthAndFirstLetter;

    /// <summary>Takes the words.</summary>
    /// <param name="words">All of them. Of two that fit, the lower number wins.</param>
    /// <param name="common">Everyday words, the commonest first: they win over all others.</param>
    public WildcardWords(IEnumerable<KeyValuePair<string, int>> words, IEnumerable<string> common)
    {
        var rank = common.Distinct(StringComparer.Ordinal).Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        _byLengthAndFirstLetter = words
            .Where(word => word.Key.Length >= ShortestWord && word.Key.All(char.IsAsciiLetterLower))
            .OrderBy(word => rank.GetValueOrDefault(word.Key, int.MaxValue))
            .ThenBy(word => word.Value)
            .GroupBy(word => Bucket(word.Key.Length, word.Key[0]))
            .ToFrozenDictionary(group => group.Key, group => group.Select(word => new Entry(word.Key, word.Value)).ToArray());
    }

    /// <summary>The number of the first word that fits, <see cref="Vocabulary.Unknown"/> when none does.</summary>
    /// <param name="word">A word with digits or signs in it. A star stands for any letter but the first.</param>
    public int Find(ReadOnlySpan<char> word)
    {
        if (word.Length is < ShortestWord or > Vocabulary.LongestWord)
        {
            return Vocabulary.Unknown;
        }

        Span<uint> letters = stackalloc uint[Vocabulary.LongestWord];
        var known = 0;
        for (var i = 0; i < word.Length; i++)
        {
            letters[i] = LettersOf(word[i]);
            known += letters[i] == AnyLetter ? 0 : 1;
        }

        // Less than two letters to go by fits too many words.
        if (known < 2 || word.Length > 2 * known)
        {
            return Vocabulary.Unknown;
        }

        for (var first = 0; first < 26; first++)
        {
            if ((letters[0] >> first & 1) != 0 && letters[0] != AnyLetter
                && _byLengthAndFirstLetter.TryGetValue(Bucket(word.Length, (char)('a' + first)), out var entries))
            {
                foreach (var entry in entries)
                {
                    if (Fits(entry.Word, letters))
                    {
                        return entry.Number;
                    }
                }
            }
        }

        return Vocabulary.Unknown;
    }

    private static bool Fits(string word, ReadOnlySpan<uint> letters)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if ((letters[i] >> (word[i] - 'a') & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static uint LettersOf(char character) => character switch
    {
        '*' => AnyLetter,
        '1' or '!' or '|' => Letter('i') | Letter('l'),
        >= 'a' and <= 'z' => Letter(character),
        _ when LeetLetters.Decode(character, 'i') is >= 'a' and <= 'z' and var plain => Letter(plain),
        _ => 0,
    };

    private static uint Letter(char letter) => 1u << (letter - 'a');

    private static int Bucket(int length, char first) => (length << 8) | first;

    private readonly record struct Entry(string Word, int Number);
}
