using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>Gives words, phrases and groups their numbers, and rules the step that their search begins with.</summary>
internal sealed class RuleCompiler
{
    private const int CostOfCommonWord = 4_000;
    private const int CostOfPhrase = 40;

    private readonly IReadOnlyList<RuleFile> _files;
    private readonly List<string> _languages;
    private readonly Dictionary<string, int> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _depths = [];
    private readonly Dictionary<string, WordSet> _sets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _common;
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

    /// <summary>Takes the files.</summary>
    public RuleCompiler(IReadOnlyList<RuleFile> files)
    {
        _files = files;
        _languages = [.. files.Select(file => file.Language).Distinct(StringComparer.Ordinal)];
        _common = files.SelectMany(file => file.Common).ToHashSet(StringComparer.Ordinal);
        var lines = files.SelectMany(file => file.Lines).ToList();
        foreach (var word in lines.SelectMany(line => line.Steps).SelectMany(step => step.Words))
        {
            _uses[word] = _uses.GetValueOrDefault(word) + 1;
        }

        var sensitive = lines.Where(line => line.Kind is < RuleKind.Idiom or RuleKind.Phrase)
            .SelectMany(line => line.Steps).SelectMany(step => step.Words)
            .Where(word => !_common.Contains(word) && word[^1] != '*')
            .ToHashSet(StringComparer.Ordinal);
        Vocabulary = new Vocabulary(
            lines.SelectMany(line => line.Steps).SelectMany(step => step.Words.Concat(step.NotAfter).Concat(step.NotBefore)).Concat(_common)
                .Concat(files.SelectMany(file => file.Joined.Concat(file.Own))),
            files.SelectMany(file => file.Fillers),
            sensitive,
            JoinableWords(files),
            files.SelectMany(file => file.Common));
    }

    /// <summary>The words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How many phrases there are.</summary>
    public int PhraseCount => _phrases.Count;

    /// <summary>How many groups there are.</summary>
    public int GroupCount => _groups.Count;

    /// <summary>For each word the languages that it is a sign of, a bit each.</summary>
    public byte[] LanguagesOfWords()
    {
        var languages = new byte[Vocabulary.Count];
        foreach (var file in _files)
        {
            foreach (var word in file.Own.SelectMany(Vocabulary.NumbersOf))
            {
                languages[word] |= (byte)(1 << _languages.IndexOf(file.Language));
            }
        }

        return languages;
    }

    /// <summary>The rules of all files.</summary>
    public List<Rule> Compile()
    {
        foreach (var file in _files)
        {
            foreach (var name in file.Lines.Where(line => line.Phrase is not null).Select(line => line.Phrase!))
            {
                _phrases.TryAdd(PhraseKey(file, name), _phrases.Count);
            }
        }

        var negations = _languages.ToDictionary(language => language, NegationsOf, StringComparer.Ordinal);
        return [.. _files.SelectMany(file => file.Lines.Select(line => Compile(file, line, negations[file.Language])))];
    }

    /// <summary>In which round an alternative of a phrase is looked for: after the phrases that it holds; a reference after the phrase itself.</summary>
    public int DepthOf(Rule rule) => (2 * _depths[rule.Phrase]) + (rule.Line.IsReference ? 1 : 0);

    private static string PhraseKey(RuleFile file, string name) => $"{file.Language}/{name}";

    private static HashSet<string> JoinableWords(IReadOnlyList<RuleFile> files)
    {
        var languages = files.Where(file => file.Joined.Count > 0).Select(file => file.Language).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => languages.Contains(file.Language))
            .SelectMany(file => file.Lines.SelectMany(line => line.Steps).SelectMany(step => step.Words).Concat(file.Common).Where(word => word.Length > 2)
                .Concat(file.Joined))
            .ToHashSet(StringComparer.Ordinal);
    }

    private WordSet NegationsOf(string language) => SetOf(_files.Where(file => file.Language == language)
        .SelectMany(file => file.Lines)
        .Where(line => line is { Kind: RuleKind.Negation, Steps.Count: 1 })
        .SelectMany(line => line.Steps[0].Words));

    private Rule Compile(RuleFile file, RuleLine line, WordSet negations)
    {
        var phrase = line.Phrase is null ? -1 : _phrases[PhraseKey(file, line.Phrase)];
        RuleStep[] steps = [.. line.Steps.Select(step => Compile(file, step))];
        if (phrase >= 0)
        {
            var inner = steps.SelectMany(step => step.Phrases).Select(held => _depths.GetValueOrDefault(held)).DefaultIfEmpty(-1).Max() + 1;
            _depths[phrase] = Math.Max(_depths.GetValueOrDefault(phrase), inner);
        }

        var key = Enumerable.Range(0, steps.Length).Where(i => !steps[i].IsOptional).MinBy(i => CostOf(line.Steps[i]));
        _groups.TryAdd(line.Group, _groups.Count);
        return new Rule(line, _languages.IndexOf(file.Language), steps, key, negations, _groups[line.Group], phrase);
    }

    private int CostOf(RuleLineStep step) =>
        step.Words.Sum(word => _common.Contains(word) ? CostOfCommonWord : 1 + _uses[word]) + (CostOfPhrase * step.Phrases.Count);

    private RuleStep Compile(RuleFile file, RuleLineStep step) => new(
        SetOf(step.Words), [.. step.Phrases.Select(name => _phrases[PhraseKey(file, name)])], step.Gap, step.IsFar, step.IsOptional,
        step.NotAfter.Count == 0 ? null : SetOf(step.NotAfter), step.NotBefore.Count == 0 ? null : SetOf(step.NotBefore),
        step.BeginsSentence, step.EndsSentence);

    private WordSet SetOf(IEnumerable<string> words)
    {
        var numbers = words.SelectMany(Vocabulary.NumbersOf).Distinct().Order().ToList();
        var key = string.Join(' ', numbers);
        if (!_sets.TryGetValue(key, out var set))
        {
            _sets.Add(key, set = new WordSet(numbers, Vocabulary.Count));
        }

        return set;
    }
}
