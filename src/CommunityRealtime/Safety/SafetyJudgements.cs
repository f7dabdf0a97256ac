using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Safety;

/// <summary>Compares what several safety services make of one text. <see langword="null"/> stands for none: the text is not shown, its author may try again.</summary>
internal static class SafetyJudgements
{
    /// <summary>Asks a service on a thread of its own, so that one that blocks keeps nobody waiting.</summary>
    /// <returns>The judgement. It fails when there is none that the chat knows, so that nothing unheard of is taken for leave.</returns>
    public static Task<SafetyAssessment> AskAsync(ISafetyService service, SafetyRequest request, CancellationToken cancellationToken) =>
        LateFailures.Observe(Task.Run(
            async () =>
            {
                var assessment = await service.AssessUserMessageAsync(request, cancellationToken).ConfigureAwait(false);
                return assessment is not null && Enum.IsDefined(assessment.Verdict)
                    ? assessment
                    : throw new InvalidOperationException("The safety service gave no judgement that the chat knows.");
            },
            CancellationToken.None));

    /// <summary>The stricter of two judgements, the first of two that are equally strict.</summary>
    public static SafetyAssessment? Stricter(SafetyAssessment? first, SafetyAssessment? second) =>
        Strictness(second).CompareTo(Strictness(first)) > 0 ? second : first;

    /// <summary>In the order of the verdicts, but for a crisis: a refusal of another service must not keep its case from being opened.</summary>
    private static (int Verdict, CrisisLevel Level) Strictness(SafetyAssessment? assessment) => assessment switch
    {
        null => (3, CrisisLevel.None),
        { Verdict: SafetyVerdict.Withhold } or { Allowed: false, Category: SafetyCategory.Crisis } => (5, assessment.Level),
        { Verdict: SafetyVerdict.Refuse } => (4, CrisisLevel.None),
        { Verdict: SafetyVerdict.Hold } => (2, CrisisLevel.None),
        { Verdict: SafetyVerdict.AllowWithSupport } => (1, assessment.Level),
        _ => (0, CrisisLevel.None),
    };
}
