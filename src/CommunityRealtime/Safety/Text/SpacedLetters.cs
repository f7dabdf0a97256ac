namespace CommunityRealtime.Safety.Text;

/// <summary>Collects single letters in a row ("k i l l", "k.i.l.l") and reads them as the words that they spell.</summary>
internal ref struct SpacedLetters(Vocabulary vocabulary, Span<char> letters, Span<int> places)
{
    private const int FewestLetters = 3;

    private readonly Span<char> _letters = letters;
    private readonly Span<int> _places = places;
    private int _length;
    private int _firstToken;
    private int _wordStart;
    private bool _hasMarks;

    /// <summary>Whether no letter waits.</summary>
    public readonly bool IsEmpty => _length == 0;

    /// <summary>Whether the letters must be joined before another one has room.</summary>
    public readonly bool IsFull => _length == _letters.Length;

    /// <summary>Keeps a letter.</summary>
    /// <param name="letter">The letter, or a digit or sign in its place.</param>
    /// <param name="token">The index of the token that the letter gets for itself.</param>
    /// <param name="place">Where it stands in the text.</param>
    public void Add(char letter, int token, int place)
    {
        if (_length == 0)
        {
            _firstToken = token;
            _hasMarks = false;
        }

        _letters[_length] = LeetLetters.Decode(letter, 'i');
        _places[_length++] = place;
    }

    /// <summary>Takes note of what stands behind the last letter, if there is one: wider gaps than the usual one are gaps between words.</summary>
    public void AddGap(int spaces, int marks)
    {
        if (IsEmpty)
        {
            return;
        }

        _hasMarks |= marks > 0 && spaces == 0;
        if (spaces > 1 || (spaces == 1 && _hasMarks))
        {
            _places[_length - 1] = -_places[_length - 1] - 1;
        }
    }

    /// <summary>Ends the row: puts the words that it spells, if it spells any, in the place of the letters' own tokens.</summary>
    /// <param name="tokens">The tokens so far, and the room behind them.</param>
    /// <param name="count">How many tokens there are.</param>
    /// <returns>How many there are now.</returns>
    public int Join(Span<Token> tokens, int count)
    {
        var row = _length;
        _length = 0;
        if (row < FewestLetters)
        {
            return count;
        }

        var marks = count > 0 ? tokens[count - 1].Marks : TokenMarks.None;
        var words = 0;
        _wordStart = 0;
        for (var i = 0; i < row; i++)
        {
            var endsWord = _places[i] < 0 || i == row - 1;
            _places[i] = _places[i] < 0 ? -_places[i] - 1 : _places[i];
            if (endsWord)
            {
                words += Split(i + 1, tokens[(_firstToken + words)..]);
                _wordStart = i + 1;
            }
        }

        if (words == 0)
        {
            return count;
        }

        tokens[_firstToken + words - 1].Marks = marks;
        return _firstToken + words;
    }

    private readonly int Split(int end, Span<Token> tokens)
    {
        var word = _letters[_wordStart..end];
        var number = vocabulary.Find(word, out _);
        var count = 1;
        if (number is not Vocabulary.Unknown || word.Length < FewestLetters)
        {
            tokens[0] = new Token { Word = number, Start = 0, End = word.Length };
        }
        else
        {
            count = LetterSplitter.Split(word, vocabulary, tokens, mayLeaveRest: true);
        }

        for (var i = 0; i < count; i++)
        {
            tokens[i].End = _places[_wordStart + tokens[i].End - 1] + 1;
            tokens[i].Start = _places[_wordStart + tokens[i].Start];
        }

        return count;
    }
}
