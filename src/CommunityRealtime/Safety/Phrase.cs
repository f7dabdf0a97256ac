using System.Collections;

namespace CommunityRealtime.Safety;

/// <summary>A phrase, ready to be looked for. Immutable.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Language">The index of its language; a phrase is only taken away by phrases of the same language.</param>
/// <param name="Steps">The words in their order.</param>
/// <param name="Negations">The words of the language that no gap may pass over ("I will never …").</param>
internal sealed record Phrase(PhraseKind Kind, int Language, PhraseStep[] Steps, BitArray Negations)
{
    /// <summary>Looks for the phrase at one place.</summary>
    /// <returns>The index after its last word, or -1.</returns>
    public int Match(ReadOnlySpan<PhraseToken> tokens, int start) => Match(tokens, start, 0);

    private int Match(ReadOnlySpan<PhraseToken> tokens, int position, int index)
    {
        if (index == Steps.Length)
        {
            return position;
        }

        var step = Steps[index];
        for (var next = position; next <= position + step.Gap && next < tokens.Length; next++)
        {
            if (index > 0 && tokens[next - 1].EndsSentence)
            {
                break;
            }

            if (step.Words[tokens[next].Word] && Match(tokens, next + 1, index + 1) is >= 0 and var end)
            {
                return end;
            }

            if (Negations[tokens[next].Word])
            {
                break;
            }
        }

        return step.IsOptional ? Match(tokens, position, index + 1) : -1;
    }
}
