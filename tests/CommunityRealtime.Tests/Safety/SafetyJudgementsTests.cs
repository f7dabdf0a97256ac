using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Safety;

public sealed class SafetyJudgementsTests
{
    /// <summary>From the mildest to the strictest; <see langword="null"/> is "no judgement".</summary>
    private static readonly SafetyAssessment?[] Order =
    [
        SafetyAssessment.Allow,
        new() { Verdict = SafetyVerdict.AllowWithSupport },
        new() { Verdict = SafetyVerdict.AllowWithSupport, Category = SafetyCategory.Crisis, Level = CrisisLevel.Passive },
        new() { Verdict = SafetyVerdict.Hold, Category = SafetyCategory.Harm },
        null,
        new() { Verdict = SafetyVerdict.Refuse, Category = SafetyCategory.Harm },
        new() { Verdict = SafetyVerdict.Withhold },
        new() { Verdict = SafetyVerdict.Hold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Passive },
        new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Acute },
    ];

    [Fact]
    public void Stricter_OfAnyTwo_IsTheStricterWhicheverCameFirst()
    {
        for (var strict = 0; strict < Order.Length; strict++)
        {
            for (var mild = 0; mild < strict; mild++)
            {
                Assert.Same(Order[strict], SafetyJudgements.Stricter(Order[mild], Order[strict]));
                Assert.Same(Order[strict], SafetyJudgements.Stricter(Order[strict], Order[mild]));
            }
        }
    }

    [Fact]
    public void Stricter_OfTwoThatAreEquallyStrict_IsTheFirst()
    {
        var first = new SafetyAssessment { Verdict = SafetyVerdict.Refuse, SafeReply = "first" };
        var second = new SafetyAssessment { Verdict = SafetyVerdict.Refuse, SafeReply = "second" };

        Assert.Same(first, SafetyJudgements.Stricter(first, second));
    }
}
