namespace CommunityRealtime.Safety;

/// <summary>The judgement on one text. It never holds the text.</summary>
public sealed class SafetyAssessment
{
    /// <summary>The text is shown, and nothing else happens.</summary>
    public static SafetyAssessment Allow { get; } = new() { Verdict = SafetyVerdict.Allow };

    /// <summary>What happens to the text.</summary>
    public required SafetyVerdict Verdict { get; init; }

    /// <summary>Whether the text is shown to others.</summary>
    public bool Allowed => Verdict <= SafetyVerdict.AllowWithSupport;

    /// <summary>What the text is about.</summary>
    public SafetyCategory Category { get; init; }

    /// <summary>How near the danger is; <see cref="CrisisLevel.None"/> unless <see cref="Category"/> is <see cref="SafetyCategory.Crisis"/>.</summary>
    public CrisisLevel Level { get; init; }

    /// <summary>In what way the text would hurt others; <see cref="HarmCategory.None"/> unless <see cref="Category"/> is <see cref="SafetyCategory.Harm"/>.</summary>
    public HarmCategory Harm { get; init; }

    /// <summary>How strong the evidence of a crisis is, 0 to 1. For the order of queues; the verdict alone decides.</summary>
    public double CrisisScore { get; init; }

    /// <summary>Why, without the text. Empty for an allowed text.</summary>
    public IReadOnlyList<SafetyReason> Reasons { get; init; } = [];

    /// <summary>Which rules judged, so that a judgement can be understood later; <see langword="null"/> from a service without versions.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>The private reply to the author. For a text that is not shown and has none here, the chat sends its standard one.</summary>
    public string? SafeReply { get; init; }
}
