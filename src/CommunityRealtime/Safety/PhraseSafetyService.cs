using System.Buffers;

namespace CommunityRealtime.Safety;

/// <summary>The built-in gate: looks for phrases that people in a crisis use, and for threats.</summary>
/// <remarks>
/// It is a screen on phrases in five languages (English, Spanish, French, German, Portuguese), not an assessment of risk: it
/// knows what the phrase files say and nothing else, misses what is said in other words, and knows no earlier message.
/// It is immutable, may be used from many threads, needs time in proportion to the length of the text, and never throws.
/// </remarks>
internal sealed class PhraseSafetyService : ISafetyService
{
    private const int TokensOnStack = 256;
    private const string ResourcePrefix = "CommunityRealtime.Safety.Phrases.";

    private static readonly string[] Languages = ["en", "es", "fr", "de", "pt"];

    private static readonly SafetyAssessment Passive = Crisis(CrisisLevel.Passive);
    private static readonly SafetyAssessment Active = Crisis(CrisisLevel.Active);
    private static readonly SafetyAssessment Acute = Crisis(CrisisLevel.Acute);
    private static readonly SafetyAssessment Harm = new() { Verdict = SafetyVerdict.Refuse, Category = SafetyCategory.Harm };

    private readonly PhraseBook _book;

    /// <summary>Loads the phrases that come with the library.</summary>
    public PhraseSafetyService()
        : this([.. Languages.Select(ReadBuiltIn)])
    {
    }

    /// <summary>Uses these phrases.</summary>
    /// <param name="files">One file per language, at most eight: a mark holds a bit for each.</param>
    internal PhraseSafetyService(IReadOnlyList<PhraseFile> files)
    {
        _book = new PhraseBook(files);
    }

    /// <inheritdoc/>
    public ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Assess(request.Text));
    }

    /// <summary>Judges a text.</summary>
    internal SafetyAssessment Assess(ReadOnlySpan<char> text)
    {
        var most = PhraseTokenizer.MostTokens(text.Length);
        var rented = most > TokensOnStack ? ArrayPool<PhraseToken>.Shared.Rent(most) : null;
        Span<PhraseToken> tokens = rented ?? stackalloc PhraseToken[TokensOnStack];
        try
        {
            return Decide(tokens[..PhraseTokenizer.Read(text, _book.Vocabulary, tokens)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<PhraseToken>.Shared.Return(rented);
            }
        }
    }

    private SafetyAssessment Decide(ReadOnlySpan<PhraseToken> tokens)
    {
        PhraseContext context = default;
        var hasContext = false;
        var level = CrisisLevel.None;
        var harms = false;
        for (var start = 0; start < tokens.Length; start++)
        {
            foreach (var phrase in _book.RisksBeginningWith(tokens[start].Word))
            {
                var end = phrase.Match(tokens, start);
                if (end < 0)
                {
                    continue;
                }

                // Most messages hold no such phrase; only for one that does are the words around it looked at.
                if (!hasContext)
                {
                    context = new PhraseContext(_book, tokens);
                    hasContext = true;
                }

                if (!context.TakesAway(phrase.Language, start, end))
                {
                    harms |= phrase.Kind == PhraseKind.Harm;
                    level = (CrisisLevel)Math.Max((int)level, (int)LevelOf(phrase.Kind));
                }
            }
        }

        // Somebody who needs help comes first, whatever else the message says.
        return level switch
        {
            CrisisLevel.Acute => Acute,
            CrisisLevel.Active => Active,
            CrisisLevel.Passive => Passive,
            _ => harms ? Harm : SafetyAssessment.Allow,
        };
    }

    private static CrisisLevel LevelOf(PhraseKind kind) => kind switch
    {
        PhraseKind.Passive => CrisisLevel.Passive,
        PhraseKind.Active => CrisisLevel.Active,
        PhraseKind.Acute => CrisisLevel.Acute,
        _ => CrisisLevel.None,
    };

    private static SafetyAssessment Crisis(CrisisLevel level) =>
        new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = level };

    private static PhraseFile ReadBuiltIn(string language)
    {
        var name = $"{ResourcePrefix}{language}.txt";
        using var stream = typeof(PhraseSafetyService).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"The resource {name} is missing.");
        using var reader = new StreamReader(stream);
        return PhraseFile.Read($"Phrases/{language}.txt", reader.ReadToEnd());
    }
}
