using System.Collections.Frozen;
using CommunityRealtime.Authentication;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Safety.Replies;

/// <summary>The standard private replies, for assessments without one of their own. Immutable; may be used from many threads.</summary>
/// <remarks>They promise nothing that the library cannot know: of a person they speak only while the host's directory says that somebody is on duty.</remarks>
internal sealed class SafetyReplies(CrisisResources resources)
{
    private static readonly FrozenDictionary<string, ReplyTexts> Texts =
        ChatLanguages.All.ToFrozenDictionary(language => language, ReplyTexts.Read, StringComparer.Ordinal);

    /// <summary>The reply to the author of a text that is not shown, or the offer of support to the author of one that is.</summary>
    /// <param name="assessment">The judgement.</param>
    /// <param name="locale">What is known of the author's language and country.</param>
    /// <param name="duty">Whether somebody of the care team can be called now.</param>
    /// <param name="isFollowUp">Whether the author was answered in full before and the case is still open. In acute danger the answer is full each time.</param>
    /// <returns>Paragraphs, with an empty line between them. No Markdown.</returns>
    public string For(SafetyAssessment assessment, UserLocale locale, CareTeamDuty duty = CareTeamDuty.Unknown, bool isFollowUp = false)
    {
        // A passive case waits in a queue, so nobody is being told at once.
        var isTold = duty == CareTeamDuty.OnDuty && assessment.Level != CrisisLevel.Passive;
        return Texts[LanguageFor(assessment, locale)].Fill(SectionOf(assessment, isFollowUp), isTold, resources.Of(locale.Region));
    }

    /// <summary>The language that the author asked for, else the one that the text is in, else the one that the author's program prefers.</summary>
    private static string LanguageFor(SafetyAssessment assessment, UserLocale locale) =>
        Known(locale.Language)
        ?? Known(assessment.Reasons is [{ RuleId: var rule }, ..] ? rule.Split('/', 2)[0] : null)
        ?? Known(locale.AcceptedLanguage)
        ?? ChatLanguages.All[0];

    private static string? Known(string? language) => language is not null && Texts.ContainsKey(language) ? language : null;

    private static string SectionOf(SafetyAssessment assessment, bool isFollowUp) => assessment switch
    {
        { Verdict: SafetyVerdict.AllowWithSupport } => "offer",
        { Category: SafetyCategory.Crisis, Level: CrisisLevel.Acute } => "acute",
        { Category: SafetyCategory.Crisis } when isFollowUp => "follow-up",
        { Category: SafetyCategory.Crisis, Level: CrisisLevel.Passive } => "passive",

        // A crisis without a level comes from a service that does not tell them apart.
        { Category: SafetyCategory.Crisis } => "active",
        { Category: SafetyCategory.None, Verdict: SafetyVerdict.Withhold } => isFollowUp ? "follow-up" : "active",
        { Verdict: SafetyVerdict.Hold } => "held",
        _ => "harm",
    };
}
