using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Rules;

/// <summary>Rules by the words and phrases of their key step. Immutable.</summary>
internal sealed class RuleIndex
{
    private readonly Rule[]?[] _byWord;
    private readonly Rule[]?[] _byPhrase;

    /// <summary>Indexes the rules.</summary>
    public RuleIndex(IEnumerable<Rule> rules, int wordCount, int phraseCount)
    {
        var byWord = new List<Rule>[wordCount];
        var byPhrase = new List<Rule>[phraseCount];
        foreach (var rule in rules)
        {
            foreach (var word in rule.Steps[rule.Key].Words.Words.Where(word => word != Vocabulary.Unknown))
            {
                (byWord[word] ??= []).Add(rule);
            }

            foreach (var phrase in rule.Steps[rule.Key].Phrases)
            {
                (byPhrase[phrase] ??= []).Add(rule);
            }
        }

        _byWord = [.. byWord.Select(list => list?.ToArray())];
        _byPhrase = [.. byPhrase.Select(list => list?.ToArray())];
        HasPhrases = byPhrase.Any(list => list is not null);
    }

    /// <summary>Whether any rule is found by a phrase.</summary>
    public bool HasPhrases { get; }

    /// <summary>The rules that may fit where a word is.</summary>
    public ReadOnlySpan<Rule> At(int word) => _byWord[word];

    /// <summary>The rules that may fit where a phrase is.</summary>
    public ReadOnlySpan<Rule> AtPhrase(int phrase) => _byPhrase[phrase];
}
