namespace CommunityRealtime.Safety;

/// <summary>Why a text was judged as it was: a rule, and which part of the text it found. It never holds the text.</summary>
public sealed class SafetyReason
{
    /// <summary>The rule's id; it means the same within one <see cref="SafetyAssessment.RulesVersion"/>.</summary>
    public required string RuleId { get; init; }

    /// <summary>Where the part begins, in UTF-16 units from the start of the text.</summary>
    public required int Start { get; init; }

    /// <summary>How long it is, in UTF-16 units.</summary>
    public required int Length { get; init; }
}
