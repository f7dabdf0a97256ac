using System.Collections.Frozen;

namespace CommunityRealtime.Safety;

/// <summary>The words that occur in phrases, each with a number, and the ways to recognise them in disguise. Immutable.</summary>
internal sealed class PhraseVocabulary
{
    /// <summary>The number of every word that no phrase knows.</summary>
    public const int Unknown = 0;

    /// <summary>The number of every single digit.</summary>
    public const int Digit = 1;

    /// <summary>The number of every number from ten up.</summary>
    public const int Tens = 2;

    /// <summary>How a phrase writes <see cref="Digit"/>; no text can spell it.</summary>
    public const string DigitWord = "DIGIT";

    /// <summary>How a phrase writes <see cref="Tens"/>.</summary>
    public const string TensWord = "TENS";

    /// <summary>How many letters of a prefix (<c>suicid*</c>) must be given at least.</summary>
    public const int ShortestPrefix = 4;

    /// <summary>How many letters of a word are looked at.</summary>
    public const int LongestWord = 64;

    private const int ShortestMisspelt = 6;
    private const string Vowels = "aeiou";

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _squeezed;
    private readonly FrozenDictionary<string, KeyValuePair<string, int>[]>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly bool[] _isFiller;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [DigitWord] = Digit, [TensWord] = Tens };

    /// <summary>Numbers the words.</summary>
    /// <param name="words">Every word of every phrase, folded; one that ends in <c>*</c> is a prefix.</param>
    /// <param name="fillers">The words that a text is read without.</param>
    /// <param name="misspelt">The words that are also known with one letter missing or two neighbours swapped.</param>
    public PhraseVocabulary(IEnumerable<string> words, IEnumerable<string> fillers, IEnumerable<string> misspelt)
    {
        foreach (var word in words.Concat(fillers))
        {
            _numbers.TryAdd(word, _numbers.Count + 1);
        }

        var exact = _numbers.Where(word => word.Key[^1] != '*').ToDictionary(StringComparer.Ordinal);
        foreach (var word in misspelt.Where(word => word.Length >= ShortestMisspelt && _numbers.ContainsKey(word)))
        {
            for (var i = 1; i < word.Length; i++)
            {
                exact.TryAdd(word.Remove(i, 1), _numbers[word]);
                exact.TryAdd(string.Concat(word.AsSpan(0, i - 1), word.AsSpan(i, 1), word.AsSpan(i - 1, 1), word.AsSpan(i + 1)), _numbers[word]);
            }
        }

        var squeezed = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<char> buffer = stackalloc char[LongestWord];
        foreach (var (word, number) in exact.Where(word => word.Key.Length <= LongestWord))
        {
            squeezed.TryAdd(new string(Squeeze(word, buffer)), number);
        }

        Count = _numbers.Count + 1;
        LongestExact = exact.Keys.Max(word => word.Length);
        _isFiller = new bool[Count];
        foreach (var filler in fillers)
        {
            _isFiller[_numbers[filler]] = true;
        }

        _words = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _squeezed = squeezed.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = _numbers.Where(word => word.Key[^1] == '*')
            .Select(word => KeyValuePair.Create(word.Key[..^1], word.Value))
            .GroupBy(prefix => prefix.Key[..ShortestPrefix], StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(prefix => prefix.Key.Length).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>One more than the largest number.</summary>
    public int Count { get; }

    /// <summary>The length of the longest word that is not a prefix.</summary>
    public int LongestExact { get; }

    /// <summary>Whether a text is read without the word.</summary>
    public bool IsFiller(int number) => _isFiller[number];

    /// <summary>The numbers that a word of a phrase stands for: for a prefix, all that begin with it.</summary>
    public IEnumerable<int> NumbersOf(string word) => word[^1] == '*'
        ? _numbers.Where(known => known.Key.StartsWith(word[..^1], StringComparison.Ordinal)).Select(known => known.Value)
        : [_numbers[word]];

    /// <summary>The number of a word exactly as it is written.</summary>
    public int FindExact(ReadOnlySpan<char> word) => _words.TryGetValue(word, out var number) ? number : Unknown;

    /// <summary>The number of a word: as written, decoded (<c>k1ll</c>, <c>k*ll</c>), with stretched letters, or by its beginning.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return Unknown;
        }

        if (_words.TryGetValue(word, out var number))
        {
            return number;
        }

        if (!word.ContainsAnyExceptInRange('0', '9'))
        {
            return word.Length == 1 ? Digit : Tens;
        }

        Span<char> buffer = stackalloc char[LongestWord];
        if (word.ContainsAny(LeetLetters.All))
        {
            number = FindDecoded(word, 'i', buffer);
            return number != Unknown ? number : FindDecoded(word, 'l', buffer);
        }

        return FindStretchedOrBegun(word, buffer);
    }

    private int FindDecoded(ReadOnlySpan<char> word, char one, Span<char> buffer)
    {
        Span<char> decoded = stackalloc char[LongestWord];
        decoded = decoded[..word.Length];
        Span<int> stars = stackalloc int[2];
        var starCount = 0;
        for (var i = 0; i < word.Length; i++)
        {
            decoded[i] = LeetLetters.Decode(word[i], one);
            if (decoded[i] == '*' && starCount < stars.Length)
            {
                stars[starCount++] = i;
            }
        }

        if (starCount == 0)
        {
            return FindPlain(decoded, buffer);
        }

        // A star stands for a vowel: that is what people leave out ("k*ll"), and it keeps the choices few.
        var choices = starCount == 1 ? Vowels.Length : Vowels.Length * Vowels.Length;
        for (var choice = 0; choice < choices; choice++)
        {
            decoded[stars[0]] = Vowels[choice % Vowels.Length];
            decoded[stars[starCount - 1]] = starCount == 1 ? decoded[stars[0]] : Vowels[choice / Vowels.Length];
            if (FindPlain(decoded, buffer) is not Unknown and var number)
            {
                return number;
            }
        }

        return Unknown;
    }

    private int FindPlain(ReadOnlySpan<char> word, Span<char> buffer) =>
        _words.TryGetValue(word, out var number) ? number : FindStretchedOrBegun(word, buffer);

    /// <summary>The number of a word that is not known as it is written: with stretched letters, or by its beginning.</summary>
    private int FindStretchedOrBegun(ReadOnlySpan<char> word, Span<char> buffer)
    {
        if (HasStretchedLetter(word) && _squeezed.TryGetValue(Squeeze(word, buffer), out var number))
        {
            return number;
        }

        if (word.Length >= ShortestPrefix && _prefixes.TryGetValue(word[..ShortestPrefix], out var candidates))
        {
            foreach (var (prefix, prefixNumber) in candidates)
            {
                if (word.StartsWith(prefix))
                {
                    return prefixNumber;
                }
            }
        }

        return Unknown;
    }

    private static bool HasStretchedLetter(ReadOnlySpan<char> word)
    {
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == word[i - 1] && word[i] == word[i - 2])
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Squeeze(ReadOnlySpan<char> word, Span<char> buffer)
    {
        var length = 0;
        foreach (var letter in word)
        {
            if (length == 0 || buffer[length - 1] != letter)
            {
                buffer[length++] = letter;
            }
        }

        return buffer[..length];
    }
}
