namespace CommunityRealtime.Safety.Rules;

/// <summary>A set of word numbers. Immutable.</summary>
internal sealed class WordSet
{
    private readonly int _single;
    private readonly ulong[]? _bits;

    /// <summary>Makes the set.</summary>
    public WordSet(IReadOnlyCollection<int> words, int wordCount)
    {
        Words = words;
        _single = words.Count == 1 ? words.First() : -1;
        if (words.Count > 1)
        {
            _bits = new ulong[(wordCount >> 6) + 1];
            foreach (var word in words)
            {
                _bits[word >> 6] |= 1ul << (word & 63);
            }
        }
    }

    /// <summary>What it holds.</summary>
    public IReadOnlyCollection<int> Words { get; }

    /// <summary>Whether it holds a word.</summary>
    public bool Contains(int word) => _bits is null ? word == _single : (_bits[word >> 6] >> (word & 63) & 1) != 0;
}
