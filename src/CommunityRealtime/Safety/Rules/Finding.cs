namespace CommunityRealtime.Safety.Rules;

/// <summary>A rule that fits a part of a text.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Start">The index of its first token.</param>
/// <param name="End">The index after its last token.</param>
internal readonly record struct Finding(Rule Rule, int Start, int End);
