namespace CommunityRealtime.Safety;

/// <summary>One step of a <see cref="PhraseLine"/>.</summary>
/// <param name="Words">The words that fit, folded; one that ends in <c>*</c> is the beginning of a word.</param>
/// <param name="Gap">How many other words may come before it.</param>
/// <param name="IsOptional">Whether the phrase goes on without it.</param>
internal sealed record PhraseLineStep(string[] Words, int Gap, bool IsOptional);
