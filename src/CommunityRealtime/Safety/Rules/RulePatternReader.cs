using System.Globalization;
using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>Reads the pattern of a rule: words, gaps and conditions.</summary>
/// <param name="classes">The classes of words known so far.</param>
/// <param name="phrases">The names of the phrases known so far.</param>
/// <param name="wrong">Makes the error for a column and a reason.</param>
internal sealed class RulePatternReader(
    IReadOnlyDictionary<string, IReadOnlyList<string>> classes, IReadOnlySet<string> phrases, Func<int, string, Exception> wrong)
{
    private const int MostGap = 8;
    private const int MostGaps = 6;
    private const int FarGap = 18;
    private const int MostSteps = 12;

    /// <summary>Reads words and <c>{classes}</c>.</summary>
    public IEnumerable<string> ReadWords(string text, int column)
    {
        var words = new List<string>();
        foreach (var (part, at) in Split(text, column))
        {
            ReadAlternative(part, at, words, null);
        }

        return words;
    }

    /// <summary>Reads a pattern.</summary>
    public IReadOnlyList<RuleLineStep> ReadSteps(string text, int column)
    {
        var steps = new List<RuleLineStep>();
        var pending = new RuleLineStep { Words = [], Phrases = [] };
        var gaps = 0;
        foreach (var (part, at) in Split(text, column))
        {
            if (part == "^" && steps.Count == 0)
            {
                pending = pending with { BeginsSentence = true };
            }
            else if (part == "$" && steps.Count > 0)
            {
                steps[^1] = steps[^1] with { EndsSentence = true };
            }
            else if (part.StartsWith("..", StringComparison.Ordinal))
            {
                pending = ReadGap(part, pending) ?? throw wrong(at, $"a gap is \"..1\" to \"..{MostGap}\", or \"...\"");
                if (++gaps > MostGaps)
                {
                    throw wrong(at, $"a pattern has {MostGaps} gaps at most");
                }
            }
            else if (part.StartsWith('!'))
            {
                var words = new List<string>();
                ReadAlternatives(part[1..], at + 1, words, null);
                if (steps.Count == 0)
                {
                    pending = pending with { NotAfter = words };
                }
                else
                {
                    steps[^1] = steps[^1] with { NotBefore = words };
                }
            }
            else
            {
                steps.Add(ReadStep(part, at, pending));
                pending = new RuleLineStep { Words = [], Phrases = [] };
            }
        }

        Check(steps, pending, column);
        return steps;
    }

    private void Check(List<RuleLineStep> steps, RuleLineStep pending, int column)
    {
        if (steps.Count is 0 or > MostSteps)
        {
            throw wrong(column, $"a pattern has 1 to {MostSteps} steps");
        }

        if (pending.Gap > 0)
        {
            throw wrong(column, "a pattern ends with a word");
        }

        if (steps[0].Gap > 0 || steps[0].IsOptional)
        {
            throw wrong(column, "a pattern begins with a word that must be there");
        }
    }

    private static RuleLineStep? ReadGap(string part, RuleLineStep pending)
    {
        if (part == "...")
        {
            return pending with { Gap = FarGap, IsFar = true };
        }

        return int.TryParse(part[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var gap) && gap is > 0 and <= MostGap
            ? pending with { Gap = gap }
            : null;
    }

    private RuleLineStep ReadStep(string part, int at, RuleLineStep pending)
    {
        var isOptional = part.EndsWith('?');
        var words = new List<string>();
        var names = new List<string>();
        ReadAlternatives(isOptional ? part[..^1] : part, at, words, names);
        return pending with { Words = words, Phrases = names, IsOptional = isOptional };
    }

    private void ReadAlternatives(string part, int at, List<string> words, List<string>? names)
    {
        foreach (var alternative in part.Split('|'))
        {
            ReadAlternative(alternative, at, words, names);
            at += alternative.Length + 1;
        }
    }

    private void ReadAlternative(string alternative, int at, List<string> words, List<string>? names)
    {
        if (!alternative.StartsWith('{'))
        {
            words.Add(ReadWord(alternative, at));
            return;
        }

        var name = alternative.EndsWith('}') ? alternative[1..^1] : "";
        if (classes.TryGetValue(name, out var members))
        {
            words.AddRange(members);
        }
        else if (names is not null && phrases.Contains(name))
        {
            names.Add(name);
        }
        else
        {
            throw wrong(at, $"{alternative} is not known here");
        }
    }

    private string ReadWord(string word, int at)
    {
        if (word is Vocabulary.DigitWord or Vocabulary.TensWord)
        {
            return word;
        }

        var isPrefix = word.EndsWith('*');
        var folded = string.Concat((isPrefix ? word[..^1] : word).Select(FoldLetter));
        if (folded.Length == 0 || !folded.All(char.IsLetterOrDigit) || (isPrefix && folded.Length < Vocabulary.ShortestPrefix))
        {
            throw wrong(at, $"\"{word}\" is no word, nor the beginning of one with at least {Vocabulary.ShortestPrefix} letters and a star");
        }

        // As a word it would be no number any more, nor the letter that it may stand for.
        if (folded.Length == 1 && char.IsAsciiDigit(folded[0]))
        {
            throw wrong(at, $"a number of one digit is written {Vocabulary.DigitWord}");
        }

        return isPrefix ? folded + "*" : folded;
    }

    private static string FoldLetter(char letter) => TextFolding.Fold(letter) switch
    {
        TextFolding.Nothing => "",
        var plain => TextFolding.LettersOf(plain) ?? plain.ToString(),
    };

    private static IEnumerable<(string Part, int Column)> Split(string text, int column)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i > start)
            {
                yield return (text[start..i], column + start);
            }

            i++;
        }
    }
}
