namespace CommunityRealtime.Safety.Text;

/// <summary>Cuts a text into known words, seeing through the usual disguises. One pass, linear in the length of the text.</summary>
internal ref struct Tokenizer
{
    private const int FewestJoinedLetters = 9;
    private const int FewestJoinedWords = 3;

    private readonly Vocabulary _vocabulary;
    private readonly Span<Token> _tokens;
    private readonly Span<char> _word;
    private readonly Span<char> _previous;
    private SpacedLetters _spaced;
    private int _count;
    private int _wordLength;
    private int _wordStart;
    private int _wordEnd;
    private int _previousLength;
    private int _spaces;
    private int _marks;
    private int _decoded;
    private Quotation _quotation;
    private bool _glued;
    private bool _afterFiller;

    private Tokenizer(Vocabulary vocabulary, Span<Token> tokens, Span<char> buffers, Span<int> places)
    {
        _vocabulary = vocabulary;
        _tokens = tokens;
        _word = buffers[..Vocabulary.LongestWord];
        _previous = buffers.Slice(Vocabulary.LongestWord, Vocabulary.LongestWord);
        _spaced = new SpacedLetters(vocabulary, buffers[(2 * Vocabulary.LongestWord)..], places);
    }

    /// <summary>How many tokens a text of this length can have at most: one for each letter, and a ligature is two letters.</summary>
    public static int MostTokens(int textLength) => (2 * textLength) + 1;

    /// <summary>Cuts the text.</summary>
    /// <param name="text">Any text, even one that is no valid UTF-16.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <param name="tokens">Room for <see cref="MostTokens"/>.</param>
    /// <returns>The number of tokens.</returns>
    public static int Read(ReadOnlySpan<char> text, Vocabulary vocabulary, Span<Token> tokens)
    {
        var reader = new Tokenizer(
            vocabulary, tokens, stackalloc char[3 * Vocabulary.LongestWord], stackalloc int[Vocabulary.LongestWord]);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsAsciiLetterOrDigit(character))
            {
                // Most of most texts: the bit makes a capital small, and digits have it already.
                reader.AddToWord((char)(character | 0x20), i);
                continue;
            }

            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (char.IsSurrogate(character))
            {
                var isPair = char.IsHighSurrogate(character) && char.IsLowSurrogate(next);
                character = isPair ? TextFolding.FoldPair(character, text[++i]) : ' ';
            }
            else
            {
                reader.SeeQuotes(character, next);
                character = TextFolding.Fold(character);
            }

            if (character != TextFolding.Nothing)
            {
                reader.Add(character, next, i);
            }
        }

        reader.EndWord();
        reader.JoinSpacedLetters();
        if (reader._decoded > 0)
        {
            LeetNumbers.Read(text, vocabulary, tokens[..reader._count]);
        }

        return reader._count;
    }

    private void Add(char character, char next, int place)
    {
        if (TextFolding.LettersOf(character) is { } letters)
        {
            AddToWord(letters[0], place);
            AddToWord(letters[1], place);
        }
        else if (char.IsLetterOrDigit(character) || character is '@' or '$' || Separators.IsMarkInsideWord(character, next, _wordLength > 0))
        {
            AddToWord(character, place);
        }
        else
        {
            Separate(character, next);
        }
    }

    private void AddToWord(char character, int place)
    {
        var length = _wordLength;
        if (length == 0)
        {
            _wordStart = place;
        }

        _wordEnd = place + 1;

        // A letter repeated for emphasis counts three times at most, so that a stretched word always fits.
        if (length >= 3 && _word[length - 1] == character && _word[length - 2] == character && _word[length - 3] == character)
        {
            return;
        }

        if (length < _word.Length)
        {
            _word[length] = character;
            _wordLength = length + 1;
        }
    }

    private void SeeQuotes(char character, char next)
    {
        if (_quotation.See(character, next, isInWord: _wordLength > 0, _count, out var opened))
        {
            EndWord();
            foreach (ref var token in _tokens[Math.Min(opened, _count).._count])
            {
                token.Marks |= TokenMarks.Quoted;
            }
        }
    }

    private void Separate(char separator, char next)
    {
        EndWord();
        if (separator == ' ')
        {
            _spaces++;
            return;
        }

        _marks++;
        _glued = Separators.MayBeInsideWord(separator, next);
        if (Separators.EndsSentence(separator, _glued))
        {
            MarkEnd(TokenMarks.EndsClause | TokenMarks.EndsSentence | (separator == '?' ? TokenMarks.Question : TokenMarks.None));
        }
        else if (Separators.EndsClause(separator))
        {
            MarkEnd(TokenMarks.EndsClause);
        }
    }

    private readonly void MarkEnd(TokenMarks marks)
    {
        if (_count > 0)
        {
            _tokens[_count - 1].Marks |= marks;
        }
    }

    private void EndWord()
    {
        if (_wordLength == 0)
        {
            return;
        }

        var word = ((ReadOnlySpan<char>)_word[.._wordLength]).TrimEnd(Separators.Marks);
        var isOneToken = TryGlue(word) || AddWord(word);

        // Only to a word that is one token can the next piece be glued.
        word.CopyTo(_previous);
        _previousLength = isOneToken ? word.Length : 0;
        _wordLength = 0;
        _spaces = 0;
        _marks = 0;
        _glued = false;
    }

    /// <summary>Reads two pieces of a word that a dot or a dash cuts ("sui.cide") as the one word.</summary>
    private readonly bool TryGlue(ReadOnlySpan<char> word)
    {
        if (!_glued || _count == 0)
        {
            return false;
        }

        ref var before = ref _tokens[_count - 1];
        var number = CutWords.Find(_previous[.._previousLength], before.Word, word, _vocabulary);
        if (number == Vocabulary.Unknown)
        {
            return false;
        }

        before = new Token { Word = number, Start = before.Start, End = _wordEnd };
        return true;
    }

    /// <summary>Adds what a word says.</summary>
    /// <returns>Whether that is one token: a filler is none, and joined words are several.</returns>
    private bool AddWord(ReadOnlySpan<char> word)
    {
        KeepSpacedLetter(word);
        var before = _count;
        var number = _vocabulary.Find(word, out var isDecoded);
        _decoded += isDecoded ? 1 : 0;
        if (number != Vocabulary.Unknown || (!TryAddJoinedWords(word) && !TryAddMarkedWords(word)))
        {
            Append(number);
        }

        return _count == before + 1;
    }

    private void KeepSpacedLetter(ReadOnlySpan<char> word)
    {
        var isLetter = word.Length == 1 && (char.IsLetter(word[0]) || (!_spaced.IsEmpty && LeetLetters.All.Contains(word[0])));
        if (!isLetter || _spaced.IsFull)
        {
            JoinSpacedLetters();
        }

        if (isLetter)
        {
            _spaced.AddGap(_spaces, _marks);
            _spaced.Add(word[0], _count, _wordStart);
        }
    }

    private void JoinSpacedLetters() => _count = _spaced.Join(_tokens, _count);

    /// <summary>Reads "iwanttodie" as the words that it is made of.</summary>
    private bool TryAddJoinedWords(ReadOnlySpan<char> word)
    {
        var words = word.Length < FewestJoinedLetters ? 0 : LetterSplitter.Split(word, _vocabulary, _tokens[_count..], mayLeaveRest: false);
        if (words < FewestJoinedWords)
        {
            return false;
        }

        foreach (ref var token in _tokens.Slice(_count, words))
        {
            token.Start = _wordStart;
            token.End = _wordEnd;
        }

        _count += words;
        return true;
    }

    /// <summary>Reads "die!now" as two words after all, and "k*i*l*l" as the one that the letters spell.</summary>
    private bool TryAddMarkedWords(ReadOnlySpan<char> word)
    {
        var mark = word.IndexOfAny(Separators.Marks);
        if (mark == 0)
        {
            Append(_vocabulary.Find(word.TrimStart(Separators.Marks), out _));
            return true;
        }

        if (mark < 0 || mark == word.Length - 1)
        {
            return false;
        }

        if (CutWords.FindWithoutStars(word, _vocabulary) is not Vocabulary.Unknown and var number)
        {
            Append(number);
            return true;
        }

        Append(_vocabulary.Find(word[..mark], out _));
        MarkEnd(TokenMarks.EndsClause | TokenMarks.EndsSentence);
        Append(_vocabulary.Find(word[(mark + 1)..], out _));
        return true;
    }

    private void Append(int number)
    {
        if (_vocabulary.IsFiller(number))
        {
            _afterFiller = true;
            return;
        }

        _tokens[_count++] = new Token
        {
            Word = number,
            Start = _wordStart,
            End = _wordEnd,
            Marks = _afterFiller ? TokenMarks.AfterFiller : TokenMarks.None,
        };
        _afterFiller = false;
    }
}
