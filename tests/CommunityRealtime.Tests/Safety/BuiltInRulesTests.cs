using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Safety;

/// <summary>The rules that come with the library. Content warning: suicide, self-harm, threats, hate.</summary>
public class BuiltInRulesTests
{
    private static readonly IReadOnlyList<RuleFile> Files = RuleSafetyService.BuiltIn();
    private static readonly RuleSafetyService Service = new(Files);

    [Fact]
    public void Examples_OfEveryFile_AreFoundOrLeftAlone()
    {
        var wrong = Files.SelectMany(file => file.Examples.Where(example => !Holds(example)).Select(example => $"{file.Name}:{example.Line}")).ToList();

        Assert.Empty(wrong);
        Assert.True(Files.Sum(file => file.Examples.Count) > 25);
    }

    [Fact]
    public void Judge_OneFindingOfTwoGroups_CountsOnce()
    {
        var file = RuleFile.Read("own.rules", "en", "[acute one weight=40]\nred apple\n[acute two weight=40]\napple\n[acute three weight=40]\npear");
        var service = new RuleSafetyService([file]);

        Assert.True(service.Assess("red apple").Allowed);
        Assert.False(service.Assess("red apple and a pear").Allowed);
        Assert.True(service.Assess($"red apple {string.Concat(Enumerable.Repeat("and on ", 40))} a pear").Allowed);
    }

    [Fact]
    public void Assess_PhraseAndItsReference_AreFound()
    {
        var file = RuleFile.Read(
            "own.rules",
            "en",
            """
            [phrases]
            fruit: red ..1 apple|apples
            fruit <- they|them
            [hate eat]
            eat ..1 {fruit}
            {fruit} should ..1 rot
            """);
        var service = new RuleSafetyService([file]);

        Assert.False(service.Assess("eat the red apples").Allowed);
        Assert.False(service.Assess("I saw red apples. They should rot").Allowed);
        Assert.True(service.Assess("I saw pears. They should rot").Allowed);
        Assert.True(service.Assess("eat them").Allowed);
    }

    [Theory]
    [InlineData("a used car with 200k kms on it")]
    [InlineData("le suicide n'est pas une solution, et c'est vrai")]
    [InlineData("mi novio es negro y lo amo")]
    public void Assess_WordsOfAnotherLanguage_AreNotMistaken(string text) => Assert.True(Service.Assess(text).Allowed);

    [Theory]
    [InlineData("me quiero morir tonight")]
    [InlineData("no puedo más. i want to die")]
    [InlineData("kms tonight")]
    public void Assess_TwoLanguagesInOneMessage_AreBothUnderstood(string text) => Assert.Equal(SafetyVerdict.Withhold, Service.Assess(text).Verdict);

    [Fact]
    public void Assess_SentenceInAnotherLanguage_IsLeftToItsOwnRules()
    {
        const string Shared = "[acute one]\ngift";
        var english = RuleFile.Read("en.rules", "en", "[own]\nthe is for\n[support none]\nnothing");
        var german = RuleFile.Read("de.rules", "de", "[own]\ndas ist\n" + Shared);
        var service = new RuleSafetyService([english, german]);

        Assert.True(service.Assess("the gift is for Anna").Allowed);
        Assert.False(service.Assess("das gift is for the Anna").Allowed);
        Assert.False(service.Assess("the gift").Allowed);
        Assert.False(service.Assess("the ball is for Anna. gift").Allowed);
    }

    [Fact]
    public async Task AssessUserMessageAsync_SentenceInTwoMessages_IsJudgedTogether()
    {
        var community = new CommunityId("5");
        var split = await Service.AssessUserMessageAsync(
            new SafetyRequest { Text = "to kill myself", Community = community, Recent = ["honestly I want"] }, CancellationToken.None);
        var old = await Service.AssessUserMessageAsync(
            new SafetyRequest { Text = "nice weather", Community = community, Recent = ["I want to", "kill myself"] }, CancellationToken.None);

        Assert.Equal(SafetyVerdict.Withhold, split.Verdict);
        Assert.True(old.Allowed);
    }

    [Fact]
    public async Task AddSafetyRules_OfACommunity_HoldThereOnly()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddCommunityChat()
            .AddSafetyRules("everywhere.rules", "en", "[harassment own]\n{you} ..2 spoon")
            .AddSafetyRules("five.rules", "en", "[acute own]\nblue ladder\n[idiom]\nkill myself climbing", new CommunityId("5"));
        await using var provider = services.BuildServiceProvider();
        var safety = provider.GetRequiredService<ISafetyService>();

        Assert.Equal(SafetyVerdict.Refuse, await VerdictAsync("you silly spoon", "6"));
        Assert.Equal(SafetyVerdict.Refuse, await VerdictAsync("you silly spoon", "5"));
        Assert.Equal(SafetyVerdict.Withhold, await VerdictAsync("the blue ladder", "5"));
        Assert.Equal(SafetyVerdict.Allow, await VerdictAsync("the blue ladder", "6"));
        Assert.Equal(SafetyVerdict.Allow, await VerdictAsync("I will kill myself climbing", "5"));
        Assert.Equal(SafetyVerdict.Withhold, await VerdictAsync("I will kill myself climbing", "6"));

        async Task<SafetyVerdict> VerdictAsync(string text, string community) => (await safety.AssessUserMessageAsync(
            new SafetyRequest { Text = text, Community = new CommunityId(community) }, CancellationToken.None)).Verdict;
    }

    [Fact]
    public void AddSafetyRules_WithAMistake_FailsWithItsPlace()
    {
        var chat = new ServiceCollection().AddCommunityChat();

        var exception = Assert.Throws<RuleFileException>(() => chat.AddSafetyRules("own.rules", "en", "[acute own]\nblue {ladder}"));

        Assert.StartsWith("own.rules, line 2, column 6: ", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => chat.AddSafetyRules("own.rules", "xx", "[acute own]\nblue"));
    }

    [Fact]
    public void Assess_Refused_GivesReasonsWithoutText()
    {
        const string Text = "well then. I will kill myself tonight";
        var assessment = Service.Assess(Text);

        Assert.NotEmpty(assessment.Reasons);
        Assert.All(assessment.Reasons, reason => Assert.Matches("^[a-z]{2}/[a-z]+(/[a-z0-9]+)?:[0-9]+$", reason.RuleId));
        Assert.Contains(assessment.Reasons, reason => Text.Substring(reason.Start, reason.Length).Contains("kill myself", StringComparison.Ordinal));
        Assert.NotNull(assessment.RulesVersion);
        Assert.Equal(Service.Assess("hello").RulesVersion, assessment.RulesVersion);
    }

    [Fact]
    public void Assess_AllowedText_AllocatesNothing()
    {
        const string Text = "I cannot stand this weather any more, it never stops raining and my train is late again!";
        for (var i = 0; i < 200; i++)
        {
            Assert.True(Service.Assess(Text).Allowed);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Service.Assess(Text);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool Holds(RuleExample example)
    {
        var assessment = Service.Assess(example.Text);
        if (!example.IsFound)
        {
            return assessment.Allowed;
        }

        return example.Kind switch
        {
            <= RuleKind.Acute => assessment.Category == SafetyCategory.Crisis,
            RuleKind.Support => assessment.Verdict == SafetyVerdict.AllowWithSupport,
            _ => assessment.Category is SafetyCategory.Harm or SafetyCategory.Crisis,
        };
    }
}
