namespace CommunityRealtime.Safety;

/// <summary>Cuts a text into known words, seeing through the usual disguises. One pass, linear in the length of the text.</summary>
internal ref struct PhraseTokenizer
{
    private const int FewestJoinedLetters = 9;
    private const int FewestJoinedWords = 3;

    // Inside a word they stand for a letter, behind it for the end of a sentence or for nothing.
    private const string Marks = "!|*";

    private readonly PhraseVocabulary _vocabulary;
    private readonly Span<PhraseToken> _tokens;
    private readonly Span<char> _word;
    private readonly Span<char> _previous;
    private SpacedLetters _spaced;
    private int _count;
    private int _wordLength;
    private int _previousLength;
    private bool _glued;

    private PhraseTokenizer(PhraseVocabulary vocabulary, Span<PhraseToken> tokens, Span<char> buffers)
    {
        _vocabulary = vocabulary;
        _tokens = tokens;
        _word = buffers[..PhraseVocabulary.LongestWord];
        _previous = buffers.Slice(PhraseVocabulary.LongestWord, PhraseVocabulary.LongestWord);
        _spaced = new SpacedLetters(vocabulary, buffers[(2 * PhraseVocabulary.LongestWord)..]);
    }

    /// <summary>How many tokens a text of this length can have at most: one for each letter, and a ligature is two letters.</summary>
    public static int MostTokens(int textLength) => 2 * textLength;

    /// <summary>Cuts the text.</summary>
    /// <param name="text">Any text, even one that is no valid UTF-16.</param>
    /// <param name="vocabulary">The known words.</param>
    /// <param name="tokens">Room for <see cref="MostTokens"/>.</param>
    /// <returns>The number of tokens.</returns>
    public static int Read(ReadOnlySpan<char> text, PhraseVocabulary vocabulary, Span<PhraseToken> tokens)
    {
        var reader = new PhraseTokenizer(vocabulary, tokens, stackalloc char[3 * PhraseVocabulary.LongestWord]);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsAsciiLetterOrDigit(character))
            {
                // Most of most texts: the bit makes a capital small, and digits have it already.
                reader.AddToWord((char)(character | 0x20));
                continue;
            }

            if (char.IsSurrogate(character))
            {
                var isPair = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                character = isPair ? TextFolding.FoldPair(character, text[++i]) : ' ';
            }
            else
            {
                character = TextFolding.Fold(character);
            }

            if (character != TextFolding.Nothing)
            {
                reader.Add(character, i + 1 < text.Length ? text[i + 1] : ' ');
            }
        }

        reader.EndWord();
        reader.JoinSpacedLetters();
        return reader._count;
    }

    private void Add(char character, char next)
    {
        if (TextFolding.LettersOf(character) is { } letters)
        {
            AddToWord(letters[0]);
            AddToWord(letters[1]);
        }
        else if (char.IsLetterOrDigit(character) || character is '@' or '$' || IsMarkInsideWord(character, next))
        {
            AddToWord(character);
        }
        else
        {
            Separate(character, next);
        }
    }

    private readonly bool IsMarkInsideWord(char character, char next) =>
        _wordLength > 0 && Marks.Contains(character) && (char.IsLetterOrDigit(next) || next is '*' or '@' or '$');

    private void AddToWord(char character)
    {
        // A letter repeated for emphasis counts three times at most, so that a stretched word always fits.
        var length = _wordLength;
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

    private void Separate(char separator, char next)
    {
        EndWord();
        _glued = separator is '.' or '-' or '_' or '/' or '·' or '•' or '*' or '+' or '~' && char.IsLetterOrDigit(next);
        if (separator is '!' or '?' or '\n' or '\r' or '。' or '…' or '؟' || (separator == '.' && !_glued))
        {
            MarkEnd(endsSentence: true);
        }
        else if (separator is ',' or ';' or ':' or '(' or ')' or '.' or '–' or '—' or '"' or '“' or '”' or '«' or '»')
        {
            MarkEnd(endsSentence: false);
        }
    }

    private readonly void MarkEnd(bool endsSentence)
    {
        if (_count > 0)
        {
            _tokens[_count - 1].EndsClause = true;
            _tokens[_count - 1].EndsSentence |= endsSentence;
        }
    }

    private void EndWord()
    {
        if (_wordLength == 0)
        {
            return;
        }

        var word = ((ReadOnlySpan<char>)_word[.._wordLength]).TrimEnd(Marks);
        var isOneToken = TryGlue(word) || AddWord(word);

        // Only to a word that is one token can the next piece be glued.
        word.CopyTo(_previous);
        _previousLength = isOneToken ? word.Length : 0;
        _wordLength = 0;
        _glued = false;
    }

    /// <summary>Reads two pieces of a word that a dot or a dash cuts ("sui.cide") as the one word.</summary>
    private readonly bool TryGlue(ReadOnlySpan<char> word)
    {
        if (!_glued || _previousLength < 2 || word.Length < 2 || _previousLength + word.Length > PhraseVocabulary.LongestWord)
        {
            return false;
        }

        // Two words in their own right stay two: "self-harm", "matar-me".
        if (_tokens[_count - 1].Word != PhraseVocabulary.Unknown && _vocabulary.Find(word) != PhraseVocabulary.Unknown)
        {
            return false;
        }

        Span<char> whole = stackalloc char[PhraseVocabulary.LongestWord];
        _previous[.._previousLength].CopyTo(whole);
        word.CopyTo(whole[_previousLength..]);
        var number = _vocabulary.FindExact(whole[..(_previousLength + word.Length)]);
        if (number == PhraseVocabulary.Unknown)
        {
            return false;
        }

        _tokens[_count - 1] = new PhraseToken { Word = number };
        return true;
    }

    /// <summary>Adds what a word says.</summary>
    /// <returns>Whether that is one token: a filler is none, and joined words are several.</returns>
    private bool AddWord(ReadOnlySpan<char> word)
    {
        KeepSpacedLetter(word);
        var before = _count;
        var number = _vocabulary.Find(word);
        if (number != PhraseVocabulary.Unknown || (!TryAddJoinedWords(word) && !TryAddMarkedWords(word)))
        {
            Append(number);
        }

        return _count == before + 1;
    }

    private void KeepSpacedLetter(ReadOnlySpan<char> word)
    {
        var isLetter = word.Length == 1 && (char.IsAsciiLetter(word[0]) || (!_spaced.IsEmpty && LeetLetters.All.Contains(word[0])));
        if (!isLetter || _spaced.IsFull)
        {
            JoinSpacedLetters();
        }

        if (isLetter)
        {
            _spaced.Add(word[0], _count);
        }
    }

    private void JoinSpacedLetters() => _count = _spaced.Join(_tokens, _count);

    /// <summary>Reads "iwanttodie" as the words that it is made of.</summary>
    private bool TryAddJoinedWords(ReadOnlySpan<char> word)
    {
        var words = word.Length < FewestJoinedLetters ? 0 : LetterSplitter.Split(word, _vocabulary, _tokens[_count..]);
        if (words < FewestJoinedWords)
        {
            return false;
        }

        _count += words;
        return true;
    }

    /// <summary>Reads "die!now" as two words after all.</summary>
    private bool TryAddMarkedWords(ReadOnlySpan<char> word)
    {
        var mark = word.IndexOfAny(Marks);
        if (mark <= 0 || mark == word.Length - 1)
        {
            return false;
        }

        Append(_vocabulary.Find(word[..mark]));
        MarkEnd(endsSentence: true);
        Append(_vocabulary.Find(word[(mark + 1)..]));
        return true;
    }

    private void Append(int number)
    {
        if (!_vocabulary.IsFiller(number))
        {
            _tokens[_count++] = new PhraseToken { Word = number };
        }
    }
}
