namespace CommunityRealtime.Safety.Rules;

/// <summary>One step of a <see cref="RuleLine"/>.</summary>
internal sealed record RuleLineStep
{
    /// <summary>The words that fit, folded; one that ends in <c>*</c> is the beginning of a word.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The phrases that fit, by name.</summary>
    public required IReadOnlyList<string> Phrases { get; init; }

    /// <summary>How many other words may come before it.</summary>
    public int Gap { get; init; }

    /// <summary>Whether the gap may reach over ends of sentences and negations.</summary>
    public bool IsFar { get; init; }

    /// <summary>Whether the rule goes on without it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Words that must not stand right before it.</summary>
    public IReadOnlyList<string> NotAfter { get; init; } = [];

    /// <summary>Words that must not stand right behind it.</summary>
    public IReadOnlyList<string> NotBefore { get; init; } = [];

    /// <summary>Whether it must begin a sentence.</summary>
    public bool BeginsSentence { get; init; }

    /// <summary>Whether it must end a sentence.</summary>
    public bool EndsSentence { get; init; }
}
