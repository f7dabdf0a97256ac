using System.Collections;

namespace CommunityRealtime.Safety;

/// <summary>The phrases of all languages, found by their first word. Immutable.</summary>
internal sealed class PhraseBook
{
    private readonly Phrase[][] _risks;
    private readonly Phrase[][] _guards;

    /// <summary>Puts the files together.</summary>
    public PhraseBook(IReadOnlyList<PhraseFile> files)
    {
        Vocabulary = new PhraseVocabulary(
            files.SelectMany(file => file.Lines).SelectMany(line => line.Steps).SelectMany(step => step.Words),
            files.SelectMany(file => file.Fillers),
            files.SelectMany(file => file.Misspelt));
        var phrases = files.SelectMany(Compile).ToList();
        _risks = IndexByFirstWord(phrases.Where(phrase => phrase.Kind < PhraseKind.Idiom));
        _guards = IndexByFirstWord(phrases.Where(phrase => phrase.Kind >= PhraseKind.Idiom));
    }

    /// <summary>The words of the phrases.</summary>
    public PhraseVocabulary Vocabulary { get; }

    /// <summary>The phrases of <see cref="PhraseKind.Passive"/> to <see cref="PhraseKind.Harm"/> that may begin with a word.</summary>
    public ReadOnlySpan<Phrase> RisksBeginningWith(int word) => _risks[word];

    /// <summary>The phrases that take others away, and may begin with a word.</summary>
    public ReadOnlySpan<Phrase> GuardsBeginningWith(int word) => _guards[word];

    private IEnumerable<Phrase> Compile(PhraseFile file, int language)
    {
        var lonelyNegations = file.Lines
            .Where(line => line is { Kind: PhraseKind.Negation, Steps.Count: 1 })
            .SelectMany(line => line.Steps[0].Words);
        var negations = SetOf(lonelyNegations);
        return file.Lines.Select(line => new Phrase(
            line.Kind, language, [.. line.Steps.Select(step => new PhraseStep(SetOf(step.Words), step.Gap, step.IsOptional))], negations));
    }

    private BitArray SetOf(IEnumerable<string> words)
    {
        var set = new BitArray(Vocabulary.Count);
        foreach (var number in words.SelectMany(Vocabulary.NumbersOf))
        {
            set[number] = true;
        }

        return set;
    }

    private Phrase[][] IndexByFirstWord(IEnumerable<Phrase> phrases)
    {
        var index = new List<Phrase>[Vocabulary.Count];
        foreach (var phrase in phrases)
        {
            for (var word = 1; word < index.Length; word++)
            {
                if (phrase.Steps[0].Words[word])
                {
                    (index[word] ??= []).Add(phrase);
                }
            }
        }

        return [.. index.Select(list => list?.ToArray() ?? [])];
    }
}
