namespace CommunityRealtime.Safety.Rules;

/// <summary>A sentence in a rule file that shows what the rules before it find, or leave alone. Looked at by tests only.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Kind">The kind of the rules.</param>
/// <param name="IsFound">Whether they find it.</param>
/// <param name="Line">Where it stands in the file.</param>
internal sealed record RuleExample(string Text, RuleKind Kind, bool IsFound, int Line);
