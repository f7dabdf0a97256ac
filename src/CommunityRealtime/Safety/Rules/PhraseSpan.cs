namespace CommunityRealtime.Safety.Rules;

/// <summary>A phrase that was found in a text.</summary>
/// <param name="Start">The index of its first token.</param>
/// <param name="End">The index after its last token.</param>
/// <param name="Phrase">The number of the phrase.</param>
/// <param name="NextByStart">The index of the next span with the same start; -1 for none.</param>
/// <param name="NextByEnd">The index of the next span with the same end; -1 for none.</param>
internal readonly record struct PhraseSpan(int Start, int End, int Phrase, int NextByStart, int NextByEnd);
