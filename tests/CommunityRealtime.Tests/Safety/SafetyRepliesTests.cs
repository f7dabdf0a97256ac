using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Replies;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommunityRealtime.Tests.Safety;

public class SafetyRepliesTests
{
    private static readonly SafetyReplies Replies = new(new CrisisResources([], TimeProvider.System, NullLogger<CrisisResources>.Instance));

    [Theory]
    [InlineData(CrisisLevel.None)]
    [InlineData(CrisisLevel.Passive)]
    [InlineData(CrisisLevel.Active)]
    [InlineData(CrisisLevel.Acute)]
    public void For_Crisis_SaysWhatHappenedAndWhereToTurn(CrisisLevel level)
    {
        var reply = For(SafetyVerdict.Withhold, SafetyCategory.Crisis, level);

        Assert.Contains("not posted", reply, StringComparison.Ordinal);
        Assert.Contains("nobody else in the room saw it", reply, StringComparison.Ordinal);
        Assert.Contains("no punishment", reply, StringComparison.Ordinal);
        Assert.All(["112", "911", "999", "000", "988", "https://findahelpline.com"], place => Assert.Contains(place, reply, StringComparison.Ordinal));
        Assert.Contains("\n\n", reply.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CrisisLevel.None)]
    [InlineData(CrisisLevel.Passive)]
    [InlineData(CrisisLevel.Active)]
    [InlineData(CrisisLevel.Acute)]
    public void For_Crisis_SaysThatTheTextIsKept(CrisisLevel level)
    {
        var paragraphs = For(SafetyVerdict.Withhold, SafetyCategory.Crisis, level).ReplaceLineEndings("\n").Split("\n\n");

        var about = Assert.Single(paragraphs, paragraph => paragraph.StartsWith("Your message was not posted", StringComparison.Ordinal));
        Assert.Contains("It is kept, encrypted, for the people who look after this community.", about, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Passive)]
    [InlineData(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Active)]
    [InlineData(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Acute)]
    [InlineData(SafetyVerdict.Refuse, SafetyCategory.Harm, CrisisLevel.None)]
    [InlineData(SafetyVerdict.Hold, SafetyCategory.Harm, CrisisLevel.None)]
    public void For_Any_PromisesNoHuman(SafetyVerdict verdict, SafetyCategory category, CrisisLevel level) =>
        Assert.DoesNotMatch(
            @"(?i)\b(notified|informed|alerted|contacted|(was|were|been) called|have called|will (read|call|contact|write|answer|reply|reach|be in touch)|is on (its|the) way|moderators?|therapists?|we will|soon|within \d+)\b",
            For(verdict, category, level));

    [Fact]
    public void For_Harm_DoesNotSayThatTheTextIsKept() =>
        Assert.DoesNotContain("kept", For(SafetyVerdict.Refuse, SafetyCategory.Harm, CrisisLevel.None), StringComparison.Ordinal);

    [Fact]
    public void For_Acute_PutsTheEmergencyNumberFirst() =>
        Assert.StartsWith("Please call the emergency number", For(SafetyVerdict.Withhold, SafetyCategory.Crisis, CrisisLevel.Acute), StringComparison.Ordinal);

    [Fact]
    public void For_Levels_AreToldApart() =>
        Assert.Equal(3, new[] { CrisisLevel.Passive, CrisisLevel.Active, CrisisLevel.Acute }
            .Select(level => For(SafetyVerdict.Withhold, SafetyCategory.Crisis, level)).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void For_Harm_IsNeutralAndHoldsNoHelpline()
    {
        var reply = For(SafetyVerdict.Refuse, SafetyCategory.Harm, CrisisLevel.None);

        Assert.Contains("not posted", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("988", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SafetyCategory.None)]
    [InlineData(SafetyCategory.Harm)]
    public void For_Hold_SaysThatTheTextIsKeptForAReviewAndPromisesNone(SafetyCategory category)
    {
        var reply = For(SafetyVerdict.Hold, category, CrisisLevel.None);

        Assert.Contains("not posted", reply, StringComparison.Ordinal);
        Assert.Contains("kept, encrypted, and waits for a review", reply, StringComparison.Ordinal);
        Assert.Contains("Nobody can say", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void For_WithholdWithoutCategory_IsAnsweredAsACrisis() =>
        Assert.Contains("988", For(SafetyVerdict.Withhold, SafetyCategory.None, CrisisLevel.None), StringComparison.Ordinal);

    [Theory]
    [InlineData(CrisisLevel.Active)]
    [InlineData(CrisisLevel.Acute)]
    public void For_CrisisWhileSomebodyIsOnDuty_SaysThatTheyAreTold(CrisisLevel level)
    {
        var crisis = new SafetyAssessment { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = level };

        Assert.Contains("is being told", Replies.For(crisis, default, CareTeamDuty.OnDuty), StringComparison.Ordinal);
        Assert.Contains("is being told", Replies.For(crisis, default, CareTeamDuty.OnDuty, isFollowUp: true), StringComparison.Ordinal);
        Assert.DoesNotContain("is being told", Replies.For(crisis, default, CareTeamDuty.NobodyOnDuty), StringComparison.Ordinal);
    }

    [Fact]
    public void For_FurtherMessages_IsShortButInAcuteDanger()
    {
        string[] full = [.. new[] { CrisisLevel.Passive, CrisisLevel.Active, CrisisLevel.Acute }.Select(level => For(SafetyVerdict.Withhold, SafetyCategory.Crisis, level))];
        string[] further = [.. new[] { CrisisLevel.Passive, CrisisLevel.Active, CrisisLevel.Acute }.Select(level => Replies.For(
            new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = level }, default, isFollowUp: true))];

        Assert.Equal([true, true, false], full.Zip(further, (one, other) => other.Length < one.Length));
        Assert.All(further, reply => Assert.Contains("findahelpline.com", reply, StringComparison.Ordinal));
    }

    private static string For(SafetyVerdict verdict, SafetyCategory category, CrisisLevel level) =>
        Replies.For(new SafetyAssessment { Verdict = verdict, Category = category, Level = level }, default);
}
