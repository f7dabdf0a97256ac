
namespace CommunityRealtime.Safety.Rules;

/// <summary>The rules of one language as they stand in a file, checked. <c>docs/SAFETY-RULES.md</c> explains the form.</summary>
internal sealed class RuleFile
{
    private readonly Dictionary<string, IReadOnlyList<string>> _classes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _phrases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);
    private readonly RulePatternReader _patterns;
    private int _lineNumber;
    private string _section = "";
    private RuleHeader? _header;
    private int _rulesInGroup;

    private RuleFile(string name, string language, string source, RuleFile? words)
    {
        foreach (var (word, members) in words?._classes ?? [])
        {
            _classes.Add(word, members);
        }

        _phrases.UnionWith(words?._phrases ?? []);
        Name = name;
        Source = source;
        Language = language;
        _patterns = new RulePatternReader(_classes, _phrases, Wrong);
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The language, such as <c>en</c>: rules and guards of different languages do not touch each other.</summary>
    public string Language { get; }

    /// <summary>The file's text.</summary>
    public string Source { get; }

    /// <summary>The rules.</summary>
    public List<RuleLine> Lines { get; } = [];

    /// <summary>Words that a text is read without.</summary>
    public List<string> Fillers { get; } = [];

    /// <summary>Everyday words: no disguise is sought in them, and no rule is looked up by them if it has others.</summary>
    public List<string> Common { get; } = [];

    /// <summary>Short words that may be parts of words written together ("iwanttodie"). Without any, the language's words are not sought there.</summary>
    public List<string> Joined { get; } = [];

    /// <summary>Words by which a text is known to be in this language: they are in none, or few, of the others.</summary>
    public List<string> Own { get; } = [];

    /// <summary>The sentences that show what the rules do.</summary>
    public List<RuleExample> Examples { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="name">What a mistake is reported with.</param>
    /// <param name="language">The language of the rules.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="words">The file whose classes and phrases this one may use, of the same language.</param>
    /// <exception cref="RuleFileException">A line is wrong.</exception>
    public static RuleFile Read(string name, string language, string text, RuleFile? words = null)
    {
        var file = new RuleFile(name, language, text, words);
        foreach (var rawLine in text.Split('\n'))
        {
            file._lineNumber++;
            var line = rawLine.Split('#', 2)[0].TrimEnd();
            if (line.TrimStart().StartsWith('['))
            {
                file.BeginSection(line);
            }
            else if (line.Length > 0)
            {
                file.ReadLine(line);
            }
        }

        return file;
    }

    private void BeginSection(string line)
    {
        var start = line.IndexOf('[', StringComparison.Ordinal);
        if (!line.EndsWith(']'))
        {
            throw Wrong(start, "a section is written [name]");
        }

        _section = line[(start + 1)..^1].Trim();
        _header = null;
        _rulesInGroup = 0;
        if (_section is not ("words" or "phrases" or "fillers" or "common" or "joined" or "own"))
        {
            _header = RuleHeader.Read(_section, reason => Wrong(start, reason));
            if (!_sections.Add(_header.Name))
            {
                throw Wrong(start, $"there is a section [{_header.Name}] already");
            }
        }
    }

    private void ReadLine(string line)
    {
        switch (_section)
        {
            case "words":
                ReadClass(line);
                break;
            case "fillers":
                Fillers.AddRange(_patterns.ReadWords(line, 0));
                break;
            case "common":
                Common.AddRange(_patterns.ReadWords(line, 0));
                break;
            case "joined":
                Joined.AddRange(_patterns.ReadWords(line, 0));
                break;
            case "own":
                Own.AddRange(_patterns.ReadWords(line, 0));
                break;
            case "phrases":
                ReadPhrase(line);
                break;
            case "":
                throw Wrong(0, "a rule belongs into a [section]");
            default:
                ReadRule(line);
                break;
        }
    }

    private void ReadClass(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || equals == line.Length - 1)
        {
            throw Wrong(0, "a class of words is written \"name = word word\"");
        }

        if (!_classes.TryAdd(line[..equals].Trim(), [.. _patterns.ReadWords(line[(equals + 1)..], equals + 1).Distinct(StringComparer.Ordinal)]))
        {
            throw Wrong(0, "there is a class of this name already");
        }
    }

    private void ReadPhrase(string line)
    {
        var arrow = line.IndexOf("<-", StringComparison.Ordinal);
        var colon = arrow >= 0 ? arrow : line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            throw Wrong(0, "an alternative of a phrase is written \"name: pattern\", or \"name <- pattern\"");
        }

        var name = line[..colon].Trim();
        var from = colon + (arrow >= 0 ? 2 : 1);
        var steps = _patterns.ReadSteps(line[from..], from);
        if (steps.Any(step => step.Phrases.Contains(name, StringComparer.Ordinal)))
        {
            throw Wrong(from, "a phrase cannot hold itself");
        }

        _phrases.Add(name);
        Lines.Add(new RuleLine(RuleKind.Phrase, "", "", 0, RuleGuards.None, steps, name, arrow >= 0));
    }

    private void ReadRule(string line)
    {
        var header = _header!;
        if (line[0] is '+' or '-')
        {
            Examples.Add(new RuleExample(line[1..].Trim(), header.Kind, line[0] == '+', _lineNumber));
            return;
        }

        _rulesInGroup++;
        Lines.Add(new RuleLine(
            header.Kind, $"{Language}/{header.Name}:{_rulesInGroup}", $"{Language}/{header.Name}", header.Weight, header.Guards,
            _patterns.ReadSteps(line, 0), null, false));
    }

    private RuleFileException Wrong(int column, string reason) => new(Name, _lineNumber, column + 1, reason);
}
