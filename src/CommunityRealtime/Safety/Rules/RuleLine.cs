namespace CommunityRealtime.Safety.Rules;

/// <summary>A rule as it stands in a file, before its words have numbers.</summary>
/// <param name="Kind">What it finds.</param>
/// <param name="Id">Its name in an assessment: <c>language/kind/group:number</c>.</param>
/// <param name="Group">Its group; weak findings of one group count once.</param>
/// <param name="Weight">How much it says, 0 to 1; half and more decides alone.</param>
/// <param name="Guards">What may take it away.</param>
/// <param name="Steps">Its steps in their order.</param>
/// <param name="Phrase">For <see cref="RuleKind.Phrase"/>: the phrase's name.</param>
/// <param name="IsReference">For <see cref="RuleKind.Phrase"/>: whether it counts only after the phrase was said in full.</param>
internal sealed record RuleLine(
    RuleKind Kind, string Id, string Group, float Weight, RuleGuards Guards, IReadOnlyList<RuleLineStep> Steps, string? Phrase, bool IsReference);
