namespace CommunityRealtime.Safety;

/// <summary>What the words around a phrase say about it: the guards of one text, marked word by word. Each mark holds a bit per language.</summary>
internal readonly ref struct PhraseContext
{
    private const int NegationReach = 5;
    private const int OtherReach = 8;

    private readonly ReadOnlySpan<PhraseToken> _tokens;
    private readonly PhraseMarks[] _marks;

    /// <summary>Marks the guards of a text.</summary>
    public PhraseContext(PhraseBook book, ReadOnlySpan<PhraseToken> tokens)
    {
        _tokens = tokens;
        _marks = new PhraseMarks[tokens.Length];

        // Which words are no negation must be known before the negations are marked.
        MarkAll(book, static kind => kind is PhraseKind.NotNegation);
        MarkAll(book, static kind => kind is not PhraseKind.NotNegation);
        SpreadOverSentences();
    }

    /// <summary>Whether the context takes the phrase away.</summary>
    /// <param name="language">The phrase's language.</param>
    /// <param name="start">The index of its first word.</param>
    /// <param name="end">The index after its last word.</param>
    public bool TakesAway(int language, int start, int end)
    {
        var bit = (byte)(1 << language);
        return Touches(start, end, bit, static marks => marks.Idiom) || IsLedBy(bit, start) || (_marks[start].TopicSentence & bit) != 0
            || ((_marks[start].PastSentence & bit) != 0 && (_marks[start].PresentClause & bit) == 0);
    }

    /// <summary>Whether a negation, or a mention of somebody else, stands before a phrase in the same clause.</summary>
    private bool IsLedBy(byte bit, int start)
    {
        // A phrase that brings its own subject ("I …") is only reached by a guard that takes the subject in ("do not think I").
        if ((_marks[start].Break & bit) != 0)
        {
            return ((_marks[start].OtherEnd | _marks[start].NegationEnd) & bit) != 0;
        }

        for (var i = start - 1; i >= 0 && i >= start - OtherReach; i--)
        {
            if (_tokens[i].EndsClause)
            {
                return false;
            }

            if ((_marks[i].OtherEnd & bit) != 0 || (i >= start - NegationReach && (_marks[i].NegationEnd & bit) != 0))
            {
                return true;
            }

            if ((_marks[i].Break & bit) != 0)
            {
                return false;
            }
        }

        return false;
    }

    private void MarkAll(PhraseBook book, Func<PhraseKind, bool> includes)
    {
        for (var start = 0; start < _tokens.Length; start++)
        {
            foreach (var guard in book.GuardsBeginningWith(_tokens[start].Word))
            {
                if (includes(guard.Kind) && guard.Match(_tokens, start) is > 0 and var end)
                {
                    Mark(guard.Kind, (byte)(1 << guard.Language), start, end);
                }
            }
        }
    }

    private void Mark(PhraseKind kind, byte bit, int start, int end)
    {
        switch (kind)
        {
            case PhraseKind.Negation:
                if (!Touches(start, end, bit, static marks => marks.NotNegation))
                {
                    _marks[end - 1].NegationEnd |= bit;
                }

                break;
            case PhraseKind.Other:
                _marks[end - 1].OtherEnd |= bit;
                break;
            case PhraseKind.Break:
                _marks[end - 1].Break |= bit;
                break;
            case PhraseKind.Past:
                _marks[start].PastSentence |= bit;
                break;
            case PhraseKind.Now:
                _marks[start].PresentClause |= bit;
                break;
            case PhraseKind.Topic:
                _marks[start].TopicSentence |= bit;
                break;
            case PhraseKind.Idiom:
                for (var i = start; i < end; i++)
                {
                    _marks[i].Idiom |= bit;
                }

                break;
            case PhraseKind.NotNegation:
                for (var i = start; i < end; i++)
                {
                    _marks[i].NotNegation |= bit;
                }

                break;
        }
    }

    private bool Touches(int start, int end, byte bit, Func<PhraseMarks, byte> mark)
    {
        for (var i = start; i < end; i++)
        {
            if ((mark(_marks[i]) & bit) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives every word what was said anywhere in its sentence, or in its clause.</summary>
    private void SpreadOverSentences()
    {
        for (var i = 1; i < _tokens.Length; i++)
        {
            SpreadFrom(i - 1, i);
        }

        for (var i = _tokens.Length - 1; i > 0; i--)
        {
            SpreadFrom(i, i - 1);
        }
    }

    private void SpreadFrom(int from, int to)
    {
        var earlier = Math.Min(from, to);
        if (!_tokens[earlier].EndsSentence)
        {
            _marks[to].PastSentence |= _marks[from].PastSentence;
            _marks[to].TopicSentence |= _marks[from].TopicSentence;
            if (!_tokens[earlier].EndsClause)
            {
                _marks[to].PresentClause |= _marks[from].PresentClause;
            }
        }
    }
}
