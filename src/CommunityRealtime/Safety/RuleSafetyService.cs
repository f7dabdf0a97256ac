using System.Security.Cryptography;
using System.Text;
using CommunityRealtime.Protocol;
using CommunityRealtime.Safety.Model;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.Safety;

/// <summary>The built-in gate: rules that find what people in a crisis say, and what would hurt others.</summary>
/// <remarks>
/// It is a screen in five languages (English, Spanish, French, German, Portuguese), not an assessment of risk: it knows what its
/// rules say and nothing else, and misses what is said in other words. It is immutable, may be used from many threads, needs time
/// in proportion to the length of the text, and never throws.
/// </remarks>
internal sealed class RuleSafetyService : ISafetyService
{
    private const int MostReasons = 16;

    // Characters before and behind a finding that say what it is about.
    private const int OpinionReach = 500;
    private const string ResourcePrefix = "CommunityRealtime.Safety.Rules.";

    private static readonly string[] Categories = ["crisis", "harm", "guards"];

    private readonly RuleSet _rules;
    private readonly SafetyAssessment _allow;
    private readonly string _version;

    /// <summary>Loads the rules that come with the library.</summary>
    public RuleSafetyService()
        : this(BuiltIn())
    {
    }

    /// <summary>Uses these rules.</summary>
    /// <param name="files">The files, of eight languages at most.</param>
    internal RuleSafetyService(IReadOnlyList<RuleFile> files)
    {
        _rules = new RuleSet(files);
        _version = VersionOf(files);
        _allow = new SafetyAssessment { Verdict = SafetyVerdict.Allow, RulesVersion = _version };
    }

    /// <inheritdoc/>
    public ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var assessment = Assess(request.Text);
        if (assessment.Allowed && request.Recent.Count > 0)
        {
            var earlier = string.Join(' ', request.Recent);
            var together = AssessEnd($"{earlier} {request.Text}", earlier.Length);
            assessment = together.Allowed ? assessment : together;
        }

        return ValueTask.FromResult(assessment);
    }

    /// <summary>Judges a text.</summary>
    internal SafetyAssessment Assess(ReadOnlySpan<char> text) => ToAssessment(Screen(text, 0), 0);

    /// <summary>Adds up what a text says. The result is this thread's, until its next text.</summary>
    internal Screening Screen(ReadOnlySpan<char> text, int from)
    {
        var buffers = ScanBuffers.OfThread;
        _rules.Find(text, buffers);
        var firstNew = 0;
        while (from > 0 && firstNew < buffers.Count && buffers.Tokens[firstNew].Start < from)
        {
            firstNew++;
        }

        var screening = Screening.OfThread;
        screening.Judge(_rules, buffers, firstNew);
        if (screening.WantsOpinion)
        {
            screening.Hear(LinearModel.BuiltIn.Judge(Around(text, from, buffers.Tokens[screening.OpinionOn.Start].Start)));
        }

        return screening;
    }

    /// <summary>The rule files that come with the library: for each language its words first, for the others use them.</summary>
    internal static IReadOnlyList<RuleFile> BuiltIn()
    {
        var files = new List<RuleFile>();
        foreach (var language in ChatLanguages.All)
        {
            var words = ReadBuiltIn(language, "words", null);
            files.AddRange([words, .. Categories.Select(category => ReadBuiltIn(language, category, words))]);
        }

        return files;
    }

    /// <summary>Reads rules of the app's own. They may use the classes and phrases of the library's rules of the language.</summary>
    /// <exception cref="RuleFileException">A line is wrong.</exception>
    internal static RuleFile ReadOwn(string name, string language, string text) =>
        ChatLanguages.All.Contains(language, StringComparer.Ordinal)
            ? RuleFile.Read(name, language, text, ReadBuiltIn(language, "words", null))
            : throw new ArgumentException($"The language is one of {string.Join(", ", ChatLanguages.All)}.", nameof(language));

    private SafetyAssessment AssessEnd(string text, int from) => ToAssessment(Screen(text, from), from + 1);

    private SafetyAssessment ToAssessment(Screening screening, int offset)
    {
        var verdict = VerdictOf(screening);
        if (verdict == SafetyVerdict.Allow)
        {
            return _allow;
        }

        var tokens = ScanBuffers.OfThread.Tokens;
        var reasons = new List<SafetyReason>();
        foreach (var finding in screening.Findings.Take(MostReasons))
        {
            var start = Math.Max(tokens[finding.Start].Start - offset, 0);
            var end = Math.Max(tokens[finding.End - 1].End - offset, start);
            reasons.Add(new SafetyReason { RuleId = finding.Rule.Line.Id, Start = start, Length = end - start });
        }

        // Somebody who needs help comes first, whatever else the message says.
        return new SafetyAssessment
        {
            Verdict = verdict,
            Category = verdict switch
            {
                SafetyVerdict.Withhold => SafetyCategory.Crisis,
                SafetyVerdict.Refuse => SafetyCategory.Harm,
                _ => SafetyCategory.None,
            },
            Level = screening.Level,
            Harm = verdict == SafetyVerdict.Refuse ? screening.Harm : HarmCategory.None,
            CrisisScore = screening.Crisis,
            Reasons = reasons,
            RulesVersion = _version,
        };
    }

    /// <summary>The part of a long text that a second opinion needs, so that its cost does not grow with the text.</summary>
    private static ReadOnlySpan<char> Around(ReadOnlySpan<char> text, int from, int place)
    {
        var start = Math.Max(from, place - OpinionReach);
        return text[start..Math.Max(start, Math.Min(text.Length, place + OpinionReach))];
    }

    private static SafetyVerdict VerdictOf(Screening screening) => screening switch
    {
        { Level: > CrisisLevel.None } => SafetyVerdict.Withhold,
        { Harm: > HarmCategory.None } => SafetyVerdict.Refuse,
        { WantsSupport: true } => SafetyVerdict.AllowWithSupport,
        _ => SafetyVerdict.Allow,
    };

    private static string VersionOf(IReadOnlyList<RuleFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Source));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(LinearModel.BuiltIn.Version));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static RuleFile ReadBuiltIn(string language, string category, RuleFile? words)
    {
        var name = $"{language}.{category}.rules";
        using var stream = typeof(RuleSafetyService).Assembly.GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new RuleFileException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return RuleFile.Read(name, language, reader.ReadToEnd(), words);
    }
}
