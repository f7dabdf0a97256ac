namespace CommunityRealtime.Safety;

/// <summary>The standard private replies, for assessments without one of their own.</summary>
/// <remarks>They promise nothing that the library cannot know: of a person they speak only while the host's directory says that somebody is on duty.</remarks>
internal static class SafetyReplies
{
    private const string Passive =
        """
        Thank you for saying how hard it is right now. What you wrote matters, and it does not have to be carried alone.

        Your message was not posted, and nobody else in the room saw it. It is kept, encrypted, for the people who look after this community. This is no punishment, and you have done nothing wrong.

        If you can, tell one person you trust today how you feel. Trained people listen, too, day and night: https://findahelpline.com lists them for every country, and in the US and Canada you can call or text 988, the suicide crisis line.

        If it gets worse, call the emergency number of your country: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.

        You are welcome to go on talking here.
        """;

    private const string Active =
        """
        Thank you for telling us how bad it is. We take it seriously, and you deserve support with it.

        Your message was not posted, and nobody else in the room saw it. It is kept, encrypted, for the people who look after this community. This is no punishment, and you have done nothing wrong.

        Please talk to someone now. In the US and Canada, call or text 988, the suicide crisis line, at any hour. In any other country, https://findahelpline.com shows who you can call or write to.

        If you might act on it, or are hurt, call the emergency number of your country: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.

        Is there someone you could be with tonight?
        """;

    private const string Acute =
        """
        Please call the emergency number of your country now: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia. If you are already hurt or have taken something, call right away, even if you feel all right.

        You can also talk to someone this minute: call or text 988, the suicide crisis line, in the US and Canada, or choose your country at https://findahelpline.com.

        Can you move away from anything you could hurt yourself with, and go to another person, or ask someone to come to you? You need not explain it all. "I am not safe, please stay with me" is enough.

        Your message was not posted, and nobody else in the room saw it. It is kept, encrypted, for the people who look after this community. This is no punishment, and you have done nothing wrong. We are glad that you said it.
        """;

    private const string FollowUp =
        """
        Thank you for going on talking. This message was not posted either. It is kept, encrypted, for the people who look after this community, together with what you wrote before. This is no punishment.

        If it gets worse, or you might act on it, please talk to someone now: https://findahelpline.com shows who you can call or write to in every country; in the US and Canada, call or text 988, the suicide crisis line, at any hour. In danger, call the emergency number of your country: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.
        """;

    private const string Kept = "It is kept, encrypted, for the people who look after this community";
    private const string KeptAndTold = "Somebody of our care team is being told of it now, and may write to you here. " + Kept;

    private const string Harm =
        """
        Your message was not posted, and nobody else in the room saw it. It reads as if it could hurt or threaten somebody.

        If you meant it in another way, you are welcome to say it in other words.
        """;

    private const string Held =
        """
        Your message was not posted, and nobody else in the room saw it. It is kept, encrypted, and waits for a review by the people who look after this community. Nobody can say here when that will be, or whether it will be posted then.

        This is no punishment. You are welcome to go on talking here.

        If you need help now, please do not wait for it: https://findahelpline.com lists people who listen, for every country.
        """;

    private const string Offer =
        """
        Your message was posted. What you write about is a lot to carry, and this note is only for you.

        If you would like to talk to somebody, for yourself or about a person you worry about: https://findahelpline.com lists free lines for every country; in the US and Canada you can call or text 988, the suicide crisis line. If somebody is in danger right now, call the emergency number of your country.
        """;

    /// <summary>The reply to the author of a text that is not shown, or the offer of support to the author of one that is.</summary>
    /// <param name="assessment">The judgement.</param>
    /// <param name="duty">Whether somebody of the care team can be called now.</param>
    /// <param name="isFollowUp">Whether the author was answered in full before and the case is still open. In acute danger the answer is full each time.</param>
    /// <returns>Paragraphs, with an empty line between them. No Markdown.</returns>
    public static string For(SafetyAssessment assessment, CareTeamDuty duty = CareTeamDuty.Unknown, bool isFollowUp = false)
    {
        // A passive case waits in a queue, so nobody is being told at once.
        var isTold = duty == CareTeamDuty.OnDuty && assessment.Level != CrisisLevel.Passive;
        var reply = Standard(assessment, isFollowUp);
        return isTold ? reply.Replace(Kept, KeptAndTold, StringComparison.Ordinal) : reply;
    }

    private static string Standard(SafetyAssessment assessment, bool isFollowUp) => assessment switch
    {
        { Verdict: SafetyVerdict.AllowWithSupport } => Offer,
        { Category: SafetyCategory.Crisis, Level: CrisisLevel.Acute } => Acute,
        { Category: SafetyCategory.Crisis } when isFollowUp => FollowUp,
        { Category: SafetyCategory.Crisis, Level: CrisisLevel.Passive } => Passive,

        // A crisis without a level comes from a service that does not tell them apart.
        { Category: SafetyCategory.Crisis } => Active,
        { Category: SafetyCategory.None, Verdict: SafetyVerdict.Withhold } => isFollowUp ? FollowUp : Active,
        { Verdict: SafetyVerdict.Hold } => Held,
        _ => Harm,
    };
}
