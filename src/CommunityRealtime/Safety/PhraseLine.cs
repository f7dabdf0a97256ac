namespace CommunityRealtime.Safety;

/// <summary>A phrase as it stands in a file, before its words have numbers.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Steps">Its steps in their order.</param>
internal sealed record PhraseLine(PhraseKind Kind, IReadOnlyList<PhraseLineStep> Steps);
