using System.Collections;

namespace CommunityRealtime.Safety;

/// <summary>One step of a phrase: a word from a set, after at most so many other words.</summary>
/// <param name="Words">The words that fit, by number.</param>
/// <param name="Gap">How many other words may come before it.</param>
/// <param name="IsOptional">Whether the phrase goes on without it.</param>
internal sealed record PhraseStep(BitArray Words, int Gap, bool IsOptional);
