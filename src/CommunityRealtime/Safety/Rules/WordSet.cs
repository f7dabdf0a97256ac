namespace CommunityRealtime.Safety.Rules;

/// <summary>A set of word numbers. Immutable.</summary>
internal sealed class WordSet
{
    // Most sets are small: a bit for every word of the vocabulary would take a hundred times their room.
    private const int MostListed = 32;

    private readonly int[] _words;
    private readonly ulong _signature;
    private readonly ulong[]? _bits;

    /// <summary>Makes the set.</summary>
    public WordSet(IReadOnlyCollection<int> words, int wordCount)
    {
        _words = [.. words];
        foreach (var word in _words)
        {
            _signature |= 1ul << (word & 63);
        }

        if (_words.Length > MostListed)
        {
            _bits = new ulong[(wordCount >> 6) + 1];
            foreach (var word in _words)
            {
                _bits[word >> 6] |= 1ul << (word & 63);
            }
        }
    }

    /// <summary>What it holds.</summary>
    public IReadOnlyCollection<int> Words => _words;

    /// <summary>Whether it holds a word. The signature says no to almost all that it does not hold.</summary>
    public bool Contains(int word) =>
        (_signature >> (word & 63) & 1) != 0
        && (_bits is null ? _words.AsSpan().Contains(word) : (_bits[word >> 6] >> (word & 63) & 1) != 0);
}
