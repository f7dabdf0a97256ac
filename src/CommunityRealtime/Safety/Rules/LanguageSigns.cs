using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>Tells which languages a sentence is not in, so that its words are not taken for words of these. In doubt it is in all of them.</summary>
/// <param name="languagesOfWords">For each word the languages that it is a sign of, a bit each.</param>
internal sealed class LanguageSigns(byte[] languagesOfWords)
{
    // One sign of a language may be a name or a loan.
    private const int Enough = 2;

    /// <summary>Notes for every word the languages of which its sentence shows no sign while it shows enough of another.</summary>
    /// <param name="tokens">The words.</param>
    /// <param name="foreign">Gets a bit for each such language; as long as <paramref name="tokens"/>.</param>
    public void Mark(ReadOnlySpan<Token> tokens, Span<byte> foreign)
    {
        Span<int> signs = stackalloc int[RuleSet.MostLanguages];
        for (int start = 0, end = 1; start < tokens.Length; end++)
        {
            if (end == tokens.Length || tokens[end - 1].EndsSentence)
            {
                foreign[start..end].Fill(ForeignIn(tokens[start..end], signs));
                start = end;
            }
        }
    }

    private byte ForeignIn(ReadOnlySpan<Token> sentence, Span<int> signs)
    {
        signs.Clear();
        foreach (ref readonly var token in sentence)
        {
            for (int language = 0, of = languagesOfWords[token.Word]; of != 0; language++, of >>= 1)
            {
                signs[language] += of & 1;
            }
        }

        byte without = 0;
        var most = 0;
        for (var language = 0; language < signs.Length; language++)
        {
            most = Math.Max(most, signs[language]);
            without |= (byte)(signs[language] == 0 ? 1 << language : 0);
        }

        return most < Enough ? (byte)0 : without;
    }
}
