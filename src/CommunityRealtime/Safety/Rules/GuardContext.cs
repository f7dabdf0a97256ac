using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>What the words around a finding say about it: the guards of one text, marked word by word.</summary>
internal readonly ref struct GuardContext
{
    private const int NegationReach = 5;
    private const int OtherReach = 8;
    private const int ReportReach = 14;

    private readonly ReadOnlySpan<Token> _tokens;
    private readonly Span<GuardMarks> _marks;

    /// <summary>Marks the guards of a text.</summary>
    public GuardContext(RuleSet rules, ScanBuffers buffers)
    {
        _tokens = buffers.Tokens;
        _marks = buffers.Marks;
        _marks.Clear();

        // Which words are no negation must be known before the negations are marked.
        MarkAll(rules.NotNegations, buffers);
        MarkAll(rules.Guards, buffers);
        SpreadOverSentences();
    }

    /// <summary>Whether the context takes the finding away.</summary>
    public bool TakesAway(Finding finding)
    {
        var guards = finding.Rule.Line.Guards;
        var bit = (byte)(1 << finding.Rule.Language);
        ref var first = ref _marks[finding.Start];
        return (Has(guards, RuleGuards.Idiom) && TouchesIdiom(finding, bit))
            || (Has(guards, RuleGuards.Topic) && (first.TopicSentence & bit) != 0)
            || (Has(guards, RuleGuards.Counter) && (first.CounterSentence & bit) != 0)
            || (Has(guards, RuleGuards.Past) && (first.PastSentence & bit) != 0 && (first.PresentClause & bit) == 0)
            || (Has(guards, RuleGuards.Quote) && IsQuoted(finding))
            || IsLed(finding, bit, guards);
    }

    /// <summary>Whether a negation, a mention of somebody else or the announcement of somebody's words stands before a finding.</summary>
    private bool IsLed(Finding finding, byte bit, RuleGuards guards)
    {
        var start = finding.Start;
        var mayBeOther = Has(guards, RuleGuards.Other) && !SpeaksOfSelf(finding, bit);

        // A finding that brings its own subject ("I …") is only reached by a guard that takes the subject in ("do not think I").
        var isOpen = (_marks[start].Break & bit) == 0;
        var isNear = true;
        for (var i = isOpen ? start - 1 : start; i >= 0 && i >= start - ReportReach; i--)
        {
            if (i < start && _tokens[i].EndsSentence)
            {
                return false;
            }

            isNear &= i == start || !_tokens[i].EndsClause;
            ref var marks = ref _marks[i];
            if ((Has(guards, RuleGuards.Report) && (marks.ReportEnd & bit) != 0 && (isNear || !Has(guards, RuleGuards.Other)))
                || (isNear && mayBeOther && i >= start - OtherReach && (marks.OtherEnd & bit) != 0)
                || (isNear && Has(guards, RuleGuards.Negation) && i >= start - NegationReach && (marks.NegationEnd & bit) != 0))
            {
                return true;
            }

            isNear &= (marks.Break & bit) == 0;
            if (!isNear && Has(guards, RuleGuards.Other))
            {
                return false;
            }
        }

        return false;
    }

    private bool TouchesIdiom(Finding finding, byte bit)
    {
        foreach (ref readonly var marks in _marks[finding.Start..finding.End])
        {
            if ((marks.Idiom & bit) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool SpeaksOfSelf(Finding finding, byte bit)
    {
        foreach (ref readonly var marks in _marks[finding.Start..finding.End])
        {
            if ((marks.Self & bit) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the finding stands between quotation marks, in a text that says more than the quotation.</summary>
    private bool IsQuoted(Finding finding)
    {
        foreach (ref readonly var token in _tokens[finding.Start..finding.End])
        {
            if ((token.Marks & TokenMarks.Quoted) == TokenMarks.None)
            {
                return false;
            }
        }

        var outside = 0;
        foreach (ref readonly var token in _tokens)
        {
            outside += (token.Marks & TokenMarks.Quoted) == TokenMarks.None ? 1 : 0;
        }

        return outside > 1;
    }

    /// <remarks>Not <see cref="Enum.HasFlag"/>, which boxes until the code is optimised.</remarks>
    private static bool Has(RuleGuards guards, RuleGuards guard) => (guards & guard) != RuleGuards.None;

    private void MarkAll(RuleIndex guards, ScanBuffers buffers)
    {
        var matcher = new RuleMatcher(buffers);
        for (var i = 0; i < _tokens.Length; i++)
        {
            foreach (var guard in guards.At(_tokens[i].Word))
            {
                if (!buffers.IsForeign(i, guard.Language) && matcher.TryFit(guard, i, i + 1, out var start, out var end))
                {
                    Mark(guard.Kind, (byte)(1 << guard.Language), start, end);
                }
            }

            for (var s = guards.HasPhrases ? buffers.FirstSpanFrom(i) : -1; s >= 0; s = buffers.Span(s).NextByStart)
            {
                foreach (var guard in guards.AtPhrase(buffers.Span(s).Phrase))
                {
                    if (!buffers.IsForeign(i, guard.Language) && matcher.TryFit(guard, i, buffers.Span(s).End, out var start, out var end))
                    {
                        Mark(guard.Kind, (byte)(1 << guard.Language), start, end);
                    }
                }
            }
        }
    }

    private void Mark(RuleKind kind, byte bit, int start, int end)
    {
        switch (kind)
        {
            case RuleKind.Negation:
                if (!TouchesNotNegation(start, end, bit))
                {
                    _marks[end - 1].NegationEnd |= bit;
                }

                break;
            case RuleKind.Other:
                _marks[end - 1].OtherEnd |= bit;
                break;
            case RuleKind.Report:
                _marks[end - 1].ReportEnd |= bit;
                break;
            case RuleKind.Break:
                _marks[end - 1].Break |= bit;
                break;
            case RuleKind.Self:
                _marks[end - 1].Self |= bit;
                break;
            case RuleKind.Past:
                _marks[start].PastSentence |= bit;
                break;
            case RuleKind.Now:
                _marks[start].PresentClause |= bit;
                break;
            case RuleKind.Topic:
                _marks[start].TopicSentence |= bit;
                break;
            case RuleKind.Counter:
                _marks[start].CounterSentence |= bit;
                break;
            case RuleKind.Idiom:
                foreach (ref var marks in _marks[start..end])
                {
                    marks.Idiom |= bit;
                }

                break;
            case RuleKind.NotNegation:
                foreach (ref var marks in _marks[start..end])
                {
                    marks.NotNegation |= bit;
                }

                break;
        }
    }

    private bool TouchesNotNegation(int start, int end, byte bit)
    {
        foreach (ref readonly var marks in _marks[start..end])
        {
            if ((marks.NotNegation & bit) != 0)
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
            Spread(i - 1, i, i - 1);
        }

        for (var i = _tokens.Length - 1; i > 0; i--)
        {
            Spread(i, i - 1, i - 1);
        }
    }

    private void Spread(int from, int to, int earlier)
    {
        if (_tokens[earlier].EndsSentence)
        {
            return;
        }

        _marks[to].PastSentence |= _marks[from].PastSentence;
        _marks[to].TopicSentence |= _marks[from].TopicSentence;
        _marks[to].CounterSentence |= _marks[from].CounterSentence;
        if (!_tokens[earlier].EndsClause)
        {
            _marks[to].PresentClause |= _marks[from].PresentClause;
        }
    }
}
