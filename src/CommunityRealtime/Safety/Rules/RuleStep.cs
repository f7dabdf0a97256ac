namespace CommunityRealtime.Safety.Rules;

/// <summary>One step of a <see cref="Rule"/>, with numbers for words. See <see cref="RuleLineStep"/>.</summary>
internal sealed record RuleStep(
    WordSet Words, int[] Phrases, int Gap, bool IsFar, bool IsOptional, WordSet? NotAfter, WordSet? NotBefore, bool BeginsSentence, bool EndsSentence)
{
    /// <summary>Whether something must hold of the words around it.</summary>
    public bool HasConditions { get; } = NotAfter is not null || NotBefore is not null || BeginsSentence || EndsSentence;
}
