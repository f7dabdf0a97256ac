namespace CommunityRealtime.Safety;

/// <summary>Collects single letters in a row ("k i l l", "k.i.l.l") and reads them as the words that they spell.</summary>
internal ref struct SpacedLetters(PhraseVocabulary vocabulary, Span<char> room)
{
    private const int FewestLetters = 3;

    private readonly Span<char> _room = room;
    private int _length;
    private int _firstToken;

    /// <summary>Whether no letter waits.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>Whether the letters must be joined before another one has room.</summary>
    public readonly bool IsFull => _length == _room.Length;

    /// <summary>Keeps a letter.</summary>
    /// <param name="letter">The letter, or a digit or sign in its place.</param>
    /// <param name="token">The index of the token that the letter gets for itself.</param>
    public void Add(char letter, int token)
    {
        if (_length == 0)
        {
            _firstToken = token;
        }

        _room[_length++] = LeetLetters.Decode(letter, 'i');
    }

    /// <summary>Ends the row: puts the words that it spells, if it spells any, in the place of the letters' own tokens.</summary>
    /// <param name="tokens">The tokens so far, and the room behind them.</param>
    /// <param name="count">How many tokens there are.</param>
    /// <returns>How many there are now.</returns>
    public int Join(Span<PhraseToken> tokens, int count)
    {
        var row = _room[.._length];
        _length = 0;
        var words = row.Length < FewestLetters ? 0 : LetterSplitter.Split(row, vocabulary, tokens[_firstToken..]);
        return words == 0 ? count : _firstToken + words;
    }
}
