using System.Collections.Frozen;

namespace CommunityRealtime.Safety.Text;

/// <summary>The words that occur in rules, each with a number, and the ways to recognise them in disguise. Immutable.</summary>
internal sealed class Vocabulary
{
    /// <summary>The number of every word that no rule knows.</summary>
    public const int Unknown = 0;

    /// <summary>The number of every single digit.</summary>
    public const int Digit = 1;

    /// <summary>The number of every number from ten up.</summary>
    public const int Tens = 2;

    /// <summary>How a rule writes <see cref="Digit"/>; no text can spell it.</summary>
    public const string DigitWord = "DIGIT";

    /// <summary>How a rule writes <see cref="Tens"/>.</summary>
    public const string TensWord = "TENS";

    /// <summary>How many letters of a prefix (<c>suicid*</c>) must be given at least.</summary>
    public const int ShortestPrefix = 4;

    /// <summary>How many letters of a word are looked at.</summary>
    public const int LongestWord = 64;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [DigitWord] = Digit, [TensWord] = Tens };
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    // Seldom looked into, so that it need not be frozen, which takes long.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _squeezed;
    private readonly FrozenDictionary<string, KeyValuePair<string, int>[]>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly WildcardWords _wildcards;
    private readonly bool[] _isFiller;
    private readonly bool[] _isJoinable;

    /// <summary>Numbers the words.</summary>
    /// <param name="words">Every word of every rule, folded; one that ends in <c>*</c> is a prefix.</param>
    /// <param name="fillers">The words that a text is read without.</param>
    /// <param name="sensitive">The words that people disguise: also known misspelt.</param>
    /// <param name="joinable">The words that are sought in letters without gaps.</param>
    /// <param name="common">Everyday words, the commonest first.</param>
    public Vocabulary(
        IEnumerable<string> words, IEnumerable<string> fillers, IReadOnlySet<string> sensitive, IEnumerable<string> joinable,
        IEnumerable<string> common)
    {
        var left = fillers.ToList();
        foreach (var word in words.Concat(left))
        {
            _numbers.TryAdd(word, _numbers.Count + 1);
        }

        var exact = _numbers.Where(word => word.Key[^1] != '*').ToDictionary(StringComparer.Ordinal);
        foreach (var word in sensitive.Where(exact.ContainsKey).ToList())
        {
            foreach (var misspelt in Misspellings.Of(word))
            {
                exact.TryAdd(misspelt, _numbers[word]);
            }
        }

        var squeezed = new Dictionary<string, int>(StringComparer.Ordinal);
        Span<char> buffer = stackalloc char[LongestWord];
        foreach (var (word, number) in exact.Where(word => word.Key.Length <= LongestWord))
        {
            squeezed.TryAdd(new string(Squeeze(word, buffer)), number);
        }

        Count = _numbers.Count + 1;
        _isFiller = new bool[Count];
        foreach (var filler in left)
        {
            _isFiller[_numbers[filler]] = true;
        }

        _isJoinable = new bool[Count];
        foreach (var word in joinable.Where(_numbers.ContainsKey))
        {
            _isJoinable[_numbers[word]] = true;
        }

        _wildcards = new WildcardWords(_numbers.Where(word => word.Key[^1] != '*'), common);
        LongestExact = exact.Keys.Max(word => word.Length);
        _words = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _squeezed = squeezed.GetAlternateLookup<ReadOnlySpan<char>>();
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

    /// <summary>Whether the word is sought in letters without gaps.</summary>
    public bool IsJoinable(int number) => _isJoinable[number];

    /// <summary>The numbers that a word of a rule stands for: for a prefix, all that begin with it.</summary>
    public IEnumerable<int> NumbersOf(string word) => word[^1] == '*'
        ? _numbers.Where(known => known.Key.StartsWith(word[..^1], StringComparison.Ordinal)).Select(known => known.Value)
        : [_numbers[word]];

    /// <summary>The number of a word exactly as it is written, or usually misspelt.</summary>
    public int FindExact(ReadOnlySpan<char> word) => _words.TryGetValue(word, out var number) ? number : Unknown;

    /// <summary>The number of a word: as written, decoded (<c>k1ll</c>, <c>k*ll</c>), with stretched letters, or by its beginning.</summary>
    /// <param name="word">The word, folded.</param>
    /// <param name="isDecoded">Whether digits or signs were read as letters.</param>
    public int Find(ReadOnlySpan<char> word, out bool isDecoded)
    {
        isDecoded = false;
        if (word.Length is 0 or > LongestWord)
        {
            return Unknown;
        }

        if (_words.TryGetValue(word, out var number))
        {
            return number;
        }

        if (IsNumber(word))
        {
            return word.Length == 1 ? Digit : Tens;
        }

        Span<char> buffer = stackalloc char[LongestWord];
        if (!word.ContainsAny(LeetLetters.All))
        {
            return FindStretchedOrBegun(word, buffer);
        }

        number = FindDecoded(word, buffer);
        isDecoded = number != Unknown;
        return number;
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    private int FindDecoded(ReadOnlySpan<char> word, Span<char> buffer)
    {
        Span<char> decoded = stackalloc char[LongestWord];
        decoded = decoded[..word.Length];
        if (!word.Contains('*'))
        {
            foreach (var one in "il")
            {
                LeetLetters.Decode(word, one, decoded);
                if (FindPlain(decoded, buffer) is not Unknown and var number)
                {
                    return number;
                }
            }
        }

        return _wildcards.Find(word);
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
