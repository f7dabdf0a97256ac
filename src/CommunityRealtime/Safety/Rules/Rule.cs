namespace CommunityRealtime.Safety.Rules;

/// <summary>A rule, ready to be looked for. Immutable.</summary>
/// <param name="Line">What its file says.</param>
/// <param name="Language">The index of its language.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Key">The index of the step whose words are rarest: there the search begins.</param>
/// <param name="Negations">The words of the language that no gap may pass over ("I will never …").</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Phrase">The number of the phrase that it is an alternative of; -1 for none.</param>
internal sealed record Rule(RuleLine Line, int Language, RuleStep[] Steps, int Key, WordSet Negations, int Group, int Phrase)
{
    /// <summary>What it finds.</summary>
    public RuleKind Kind { get; } = Line.Kind;
}
