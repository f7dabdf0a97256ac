using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>Fits rules to the words of one text, from the rarest step to both sides. Gaps are bounded, so that the time is, too.</summary>
internal readonly ref struct RuleMatcher(ScanBuffers buffers)
{
    private readonly ScanBuffers _buffers = buffers;
    private readonly ReadOnlySpan<Token> _tokens = buffers.Tokens;

    /// <summary>Fits a rule whose key step is at these tokens.</summary>
    /// <returns>Whether it fits, and where.</returns>
    public bool TryFit(Rule rule, int keyStart, int keyEnd, out int start, out int end)
    {
        var key = rule.Steps[rule.Key];
        start = -1;
        end = -1;
        if (Accepts(key, keyStart, keyEnd))
        {
            start = FitBefore(rule, rule.Key - 1, keyStart, key.Gap, key.IsFar);
            end = start < 0 ? -1 : FitBehind(rule, rule.Key + 1, keyEnd);
        }

        return end >= 0;
    }

    private int FitBehind(Rule rule, int index, int position)
    {
        if (index == rule.Steps.Length)
        {
            return position;
        }

        var step = rule.Steps[index];
        var last = Math.Min(position + step.Gap, _tokens.Length - 1);
        for (var next = position; next <= last; next++)
        {
            if (!step.IsFar && _tokens[next - 1].EndsSentence)
            {
                break;
            }

            if (step.Words.Contains(_tokens[next].Word) && Accepts(step, next, next + 1) && FitBehind(rule, index + 1, next + 1) is >= 0 and var end)
            {
                return end;
            }

            for (var i = step.Phrases.Length == 0 ? -1 : _buffers.FirstSpanFrom(next); i >= 0; i = _buffers.Span(i).NextByStart)
            {
                var span = _buffers.Span(i);
                if (step.Phrases.AsSpan().Contains(span.Phrase) && Accepts(step, next, span.End)
                    && FitBehind(rule, index + 1, span.End) is >= 0 and var endOfRule)
                {
                    return endOfRule;
                }
            }

            if (!step.IsFar && rule.Negations.Contains(_tokens[next].Word))
            {
                break;
            }
        }

        return step.IsOptional ? FitBehind(rule, index + 1, position) : -1;
    }

    private int FitBefore(Rule rule, int index, int position, int gap, bool isFar)
    {
        if (index < 0)
        {
            return position;
        }

        var step = rule.Steps[index];
        for (var end = position; end > 0 && end >= position - gap; end--)
        {
            if (!isFar && (_tokens[end - 1].EndsSentence || (end < position && rule.Negations.Contains(_tokens[end].Word))))
            {
                break;
            }

            if (step.Words.Contains(_tokens[end - 1].Word) && Accepts(step, end - 1, end)
                && FitBefore(rule, index - 1, end - 1, step.Gap, step.IsFar) is >= 0 and var start)
            {
                return start;
            }

            for (var i = step.Phrases.Length == 0 ? -1 : _buffers.FirstSpanTo(end); i >= 0; i = _buffers.Span(i).NextByEnd)
            {
                var span = _buffers.Span(i);
                if (step.Phrases.AsSpan().Contains(span.Phrase) && Accepts(step, span.Start, end)
                    && FitBefore(rule, index - 1, span.Start, step.Gap, step.IsFar) is >= 0 and var startOfRule)
                {
                    return startOfRule;
                }
            }
        }

        return step.IsOptional ? FitBefore(rule, index - 1, position, gap, isFar) : -1;
    }

    private bool Accepts(RuleStep step, int start, int end)
    {
        if (!step.HasConditions)
        {
            return true;
        }

        var begins = start == 0 || _tokens[start - 1].EndsSentence;
        var ends = end == _tokens.Length || _tokens[end - 1].EndsSentence;
        return !(step.BeginsSentence && !begins)
            && !(step.EndsSentence && !ends)
            && !(step.NotAfter is { } before && !begins && before.Contains(_tokens[start - 1].Word))
            && !(step.NotBefore is { } behind && !ends && behind.Contains(_tokens[end].Word));
    }
}
