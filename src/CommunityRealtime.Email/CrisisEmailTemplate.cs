namespace CommunityRealtime.Email;

/// <summary>The words of a crisis e-mail in one language. Read once at start-up; not for changes from several threads.</summary>
/// <remarks>
/// <see cref="Subject"/> and <see cref="Body"/> may hold <c>{reason}</c>, <c>{level}</c>, <c>{waiting}</c> (such as <c>12 min</c> or <c>3 h 05 min</c>),
/// <c>{raised_at}</c> (UTC), <c>{community}</c>, <c>{case_id}</c> and <c>{step}</c>; the body also <c>{link}</c>. Any other name in braces ends the start.
/// </remarks>
public sealed class CrisisEmailTemplate
{
    /// <summary>The subject: one line without control characters, 1 to 200 characters.</summary>
    public string Subject { get; set; } = string.Empty;

    /// <summary>The body, plain text, 1 to 10,000 characters. Without <see cref="CrisisEmailOptions.CaseLink"/>, lines with <c>{link}</c> are left out.</summary>
    public string Body { get; set; } = string.Empty;

    /// <summary>What <c>{level}</c> becomes; one word or some for each level.</summary>
    public IDictionary<CrisisLevel, string> Levels { get; } = new Dictionary<CrisisLevel, string>();

    /// <summary>What <c>{reason}</c> becomes; a sentence for each kind of notice.</summary>
    public IDictionary<CrisisNoticeKind, string> Reasons { get; } = new Dictionary<CrisisNoticeKind, string>();
}
