using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>The rules of all files, ready to be looked for. Immutable; may be used from many threads.</summary>
internal sealed class RuleSet
{
    /// <summary>How many languages there may be: a mark holds a bit for each.</summary>
    public const int MostLanguages = 8;

    private readonly RuleIndex[] _phrasesByDepth;
    private readonly RuleIndex _risks;
    private readonly LanguageSigns _languages;

    /// <summary>Puts the files together.</summary>
    /// <param name="files">Of <see cref="MostLanguages"/> at most.</param>
    public RuleSet(IReadOnlyList<RuleFile> files)
    {
        var compiler = new RuleCompiler(files);
        Vocabulary = compiler.Vocabulary;
        var rules = compiler.Compile();
        var words = Vocabulary.Count;
        var phrases = compiler.PhraseCount;
        _phrasesByDepth = [.. rules.Where(rule => rule.Kind == RuleKind.Phrase)
            .GroupBy(compiler.DepthOf).OrderBy(group => group.Key).Select(group => new RuleIndex(group, words, phrases))];
        _risks = new RuleIndex(rules.Where(rule => rule.Kind < RuleKind.Idiom), words, phrases);
        NotNegations = new RuleIndex(rules.Where(rule => rule.Kind == RuleKind.NotNegation), words, phrases);
        Guards = new RuleIndex(rules.Where(rule => rule.Kind is >= RuleKind.Idiom and not RuleKind.NotNegation and not RuleKind.Phrase), words, phrases);
        GroupCount = compiler.GroupCount;
        _languages = new LanguageSigns(compiler.LanguagesOfWords());
    }

    /// <summary>The words of the rules.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How many groups of rules there are.</summary>
    public int GroupCount { get; }

    /// <summary>The rules that say what is no negation.</summary>
    public RuleIndex NotNegations { get; }

    /// <summary>The other rules that take findings away.</summary>
    public RuleIndex Guards { get; }

    /// <summary>Reads a text and looks for the rules that find something: text → tokens → languages → phrases → findings.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="buffers">Gets the tokens and findings.</param>
    public void Find(ReadOnlySpan<char> text, ScanBuffers buffers)
    {
        buffers.Read(text, Vocabulary);
        _languages.Mark(buffers.Tokens, buffers.Foreign);
        foreach (var index in _phrasesByDepth)
        {
            Look(index, buffers);
        }

        Look(_risks, buffers);
    }

    private static void Look(RuleIndex index, ScanBuffers buffers)
    {
        var matcher = new RuleMatcher(buffers);
        var tokens = buffers.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            foreach (var rule in index.At(tokens[i].Word))
            {
                Try(matcher, rule, i, i + 1, buffers);
            }
        }

        var spans = index.HasPhrases ? buffers.SpanCount : 0;
        for (var s = 0; s < spans; s++)
        {
            var span = buffers.Span(s);
            foreach (var rule in index.AtPhrase(span.Phrase))
            {
                Try(matcher, rule, span.Start, span.End, buffers);
            }
        }
    }

    private static void Try(RuleMatcher matcher, Rule rule, int keyStart, int keyEnd, ScanBuffers buffers)
    {
        if (buffers.IsForeign(keyStart, rule.Language) || !matcher.TryFit(rule, keyStart, keyEnd, out var start, out var end))
        {
            return;
        }

        if (rule.Kind != RuleKind.Phrase)
        {
            buffers.Findings.Add(new Finding(rule, start, end));
        }
        else if (!rule.Line.IsReference || buffers.HasPhraseBefore(rule.Phrase, start))
        {
            buffers.AddSpan(start, end, rule.Phrase);
        }
    }
}
