using System.Globalization;

namespace CommunityRealtime.Safety;

/// <summary>The phrases of one language as they stand in a file, checked. The head of <c>Phrases/en.txt</c> explains the form.</summary>
internal sealed class PhraseFile
{
    private const int MostGap = 6;
    private const int MostGaps = 4;

    private readonly Dictionary<string, string[]> _classes = new(StringComparer.Ordinal);
    private readonly string _name;
    private int _lineNumber;

    private PhraseFile(string name)
    {
        _name = name;
    }

    /// <summary>The phrases.</summary>
    public List<PhraseLine> Lines { get; } = [];

    /// <summary>Words that a text is read without.</summary>
    public List<string> Fillers { get; } = [];

    /// <summary>Words that are also known when misspelt.</summary>
    public List<string> Misspelt { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A line is wrong; the message names file and line.</exception>
    public static PhraseFile Read(string name, string text)
    {
        var file = new PhraseFile(name);
        var section = "";
        foreach (var rawLine in text.Split('\n'))
        {
            file._lineNumber++;
            var line = rawLine.Split('#', 2)[0].Trim();
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1];
            }
            else if (line.Length > 0)
            {
                file.ReadLine(section, line);
            }
        }

        return file;
    }

    private void ReadLine(string section, string line)
    {
        switch (section)
        {
            case "words":
                var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
                if (parts.Length != 2 || parts[1].Length == 0 || !_classes.TryAdd(parts[0], ReadWords(parts[1])))
                {
                    throw Wrong("a class of words is written \"name = word word\", once");
                }

                break;
            case "fillers":
                Fillers.AddRange(ReadWords(line));
                break;
            case "misspelt":
                Misspelt.AddRange(ReadWords(line));
                break;
            default:
                if (!Enum.TryParse<PhraseKind>(section, ignoreCase: true, out var kind) || !section.Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase))
                {
                    throw Wrong($"there is no section [{section}]");
                }

                Lines.Add(new PhraseLine(kind, ReadSteps(line)));
                break;
        }
    }

    private List<PhraseLineStep> ReadSteps(string line)
    {
        var steps = new List<PhraseLineStep>();
        var gap = 0;
        var gaps = 0;
        foreach (var part in Split(line))
        {
            if (part.StartsWith("..", StringComparison.Ordinal))
            {
                if (!int.TryParse(part[2..], NumberStyles.None, CultureInfo.InvariantCulture, out gap) || gap is 0 or > MostGap || ++gaps > MostGaps)
                {
                    throw Wrong($"a gap is \"..1\" to \"..{MostGap}\", at most {MostGaps} in a phrase");
                }

                continue;
            }

            var isOptional = part.EndsWith('?');
            var words = (isOptional ? part[..^1] : part).Split('|').SelectMany(ReadAlternative).ToArray();
            if (steps.Count == 0 && (gap > 0 || isOptional))
            {
                throw Wrong("a phrase begins with a word that must be there");
            }

            steps.Add(new PhraseLineStep(words, gap, isOptional));
            gap = 0;
        }

        if (gap > 0)
        {
            throw Wrong("a phrase ends with a word");
        }

        return steps;
    }

    private string[] ReadAlternative(string alternative)
    {
        if (!alternative.StartsWith('{'))
        {
            return [ReadWord(alternative)];
        }

        return alternative.EndsWith('}') && _classes.TryGetValue(alternative[1..^1], out var words)
            ? words
            : throw Wrong($"the class {alternative} is not known here");
    }

    private string[] ReadWords(string line) => [.. Split(line).SelectMany(ReadAlternative)];

    private string ReadWord(string word)
    {
        if (word is PhraseVocabulary.DigitWord or PhraseVocabulary.TensWord)
        {
            return word;
        }

        var isPrefix = word.EndsWith('*');
        var folded = string.Concat((isPrefix ? word[..^1] : word).Select(FoldLetter));
        if (folded.Length == 0 || !folded.All(char.IsLetter) || (isPrefix && folded.Length < PhraseVocabulary.ShortestPrefix))
        {
            throw Wrong($"\"{word}\" is no word, nor the beginning of one with at least {PhraseVocabulary.ShortestPrefix} letters and a star");
        }

        return isPrefix ? folded + "*" : folded;
    }

    private static string FoldLetter(char letter) => TextFolding.Fold(letter) switch
    {
        TextFolding.Nothing => "",
        var plain => TextFolding.LettersOf(plain) ?? plain.ToString(),
    };

    private static string[] Split(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private InvalidDataException Wrong(string reason) => new($"{_name}, line {_lineNumber}: {reason}.");
}
