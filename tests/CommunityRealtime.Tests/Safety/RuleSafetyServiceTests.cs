using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Safety;

/// <summary>What the built-in gate decides, by class of statement. Content warning: suicide, self-harm, threats.</summary>
public class RuleSafetyServiceTests
{
    private static readonly RuleSafetyService Service = new();

    [Theory]
    [InlineData("I wish I were dead")]
    [InlineData("Sometimes I hope I never wake up again")]
    [InlineData("they would all be better off without me")]
    [InlineData("I can't see any reason to keep living")]
    [InlineData("I'm so tired of being alive")]
    [InlineData("quisiera estar muerta")]
    [InlineData("no tengo ganas de vivir")]
    [InlineData("j'aimerais être morte")]
    [InlineData("je n'ai plus envie de continuer")]
    [InlineData("ich möchte nicht mehr leben")]
    [InlineData("ohne mich wäre alles leichter")]
    [InlineData("não tenho mais vontade de viver")]
    [InlineData("todo mundo seria mais feliz sem mim... seriam melhor sem mim")]
    public void Assess_WishToBeDead_WithholdsAsPassive(string text) => AssertCrisis(CrisisLevel.Passive, text);

    [Theory]
    [InlineData("I keep having thoughts of killing myself")]
    [InlineData("feeling suicidal again")]
    [InlineData("I cut myself again last night")]
    [InlineData("the urge to hurt myself is so strong")]
    [InlineData("I am afraid of what I could do to myself")]
    [InlineData("quiero morirme")]
    [InlineData("anoche volví a cortarme")]
    [InlineData("je pense à me suicider tous les jours")]
    [InlineData("j'ai envie de me tuer")]
    [InlineData("ich denke oft an Selbstmord")]
    [InlineData("ich habe mich gestern wieder geritzt")]
    [InlineData("eu queria me matar")]
    [InlineData("ontem me cortei de novo")]
    public void Assess_ThoughtsOrSelfHarm_WithholdsAsActive(string text) => AssertCrisis(CrisisLevel.Active, text);

    [Theory]
    [InlineData("I am going to kill myself tonight")]
    [InlineData("I have written letters to my parents and my sister")]
    [InlineData("I bought a rope yesterday")]
    [InlineData("I just swallowed the whole bottle of painkillers")]
    [InlineData("goodbye everyone, I am so sorry")]
    [InlineData("how many tablets does it take to die")]
    [InlineData("sitting on the ledge right now")]
    [InlineData("a gun or the train, I keep weighing them up")]
    [InlineData("capsules or a noose, nothing else is left")]
    [InlineData("the cliff or my tablets")]
    [InlineData("me voy a matar mañana")]
    [InlineData("me tomé todas las pastillas de mi madre, un frasco: tomé todas las pastillas")]
    [InlineData("je vais me suicider ce soir")]
    [InlineData("j'ai écrit une lettre d'adieu")]
    [InlineData("morgen bringe ich mich um, ich bringe mich um")]
    [InlineData("mein Abschiedsbrief ist fertig")]
    [InlineData("vou me matar amanhã")]
    [InlineData("escrevi uma carta de despedida")]
    public void Assess_IntentMeansFarewellOrAct_WithholdsAsAcute(string text) => AssertCrisis(CrisisLevel.Acute, text);

    [Theory]
    [InlineData("go and kill yourself")]
    [InlineData("kys")]
    [InlineData("I will find you and stab you")]
    [InlineData("I hope you die")]
    [InlineData("te voy a apuñalar")]
    [InlineData("va te pendre")]
    [InlineData("ich bringe dich um")]
    [InlineData("vou te esfaquear hoje, te esfaqueio")]
    public void Assess_ThreatOrBaiting_Refuses(string text)
    {
        var assessment = Service.Assess(text);

        Assert.Equal(SafetyVerdict.Refuse, assessment.Verdict);
        Assert.Equal(SafetyCategory.Harm, assessment.Category);
        Assert.Equal(CrisisLevel.None, assessment.Level);
    }

    [Theory]
    [InlineData("I am not suicidal, only worn out")]
    [InlineData("I would never hurt myself")]
    [InlineData("I don't want to die, I want to live")]
    [InlineData("I have no intention of killing myself")]
    [InlineData("no quiero morir")]
    [InlineData("je ne pense pas au suicide")]
    [InlineData("ich will nicht sterben")]
    [InlineData("não vou me suicidar")]
    public void Assess_Negation_Allows(string text) => AssertAllowed(text);

    [Theory]
    [InlineData("I can't stop thinking about killing myself")]
    [InlineData("I can't promise that I won't hurt myself")]
    [InlineData("not joking, I want to die")]
    [InlineData("I can't sleep, I want to die")]
    [InlineData("I have never wanted to die more than today")]
    [InlineData("no puedo dejar de pensar en matarme")]
    [InlineData("ich kann nicht mehr, ich möchte nur noch sterben")]
    public void Assess_NegationThatIsNone_Withholds(string text) =>
        Assert.Equal(SafetyVerdict.Withhold, Service.Assess(text).Verdict);

    [Theory]
    [InlineData("ten years ago I tried to kill myself")]
    [InlineData("I used to cut myself when I was at school")]
    [InlineData("90 days clean from self harm")]
    [InlineData("I was suicidal back then, therapy helped")]
    [InlineData("hace tres años quería morirme, hoy estoy mejor")]
    [InlineData("il y a cinq ans je me suis coupée")]
    [InlineData("vor fünf Jahren wollte ich sterben")]
    [InlineData("há dois anos tentei me matar")]
    public void Assess_PastOrRecovered_Allows(string text) => AssertAllowed(text);

    [Theory]
    [InlineData("three years clean and now I cut myself again")]
    [InlineData("I used to be suicidal, and tonight I want to hang myself")]
    public void Assess_PastThatCameBack_Withholds(string text) =>
        Assert.Equal(SafetyVerdict.Withhold, Service.Assess(text).Verdict);

    [Theory]
    [InlineData("my sister says she is suicidal, how do I help her")]
    [InlineData("my best friend has suicidal thoughts")]
    [InlineData("my ex told me to kill myself")]
    [InlineData("are you thinking of suicide?")]
    [InlineData("do you want to die?")]
    [InlineData("if you are suicidal, please call someone")]
    [InlineData("my uncle died by suicide in March and I miss him")]
    [InlineData("mi amiga piensa en suicidarse")]
    [InlineData("ma sœur parle de suicide")]
    [InlineData("meine Freundin denkt an Suizid")]
    [InlineData("minha amiga fala em suicídio")]
    public void Assess_SomebodyElse_Allows(string text) => AssertAllowed(text);

    [Theory]
    [InlineData("I'm dying to see that")]
    [InlineData("my feet are killing me")]
    [InlineData("we had an hour to kill time before the train")]
    [InlineData("watched Suicide Squad yesterday")]
    [InlineData("I cut myself shaving again")]
    [InlineData("I want to die of embarrassment")]
    [InlineData("the film is about a man who thinks about killing himself, and a girl who says I want to die")]
    [InlineData("tonight's talk: suicide prevention for teachers")]
    [InlineData("this damn printer, what a shitty day")]
    [InlineData("me muero de hambre")]
    [InlineData("on est morts de fatigue")]
    [InlineData("ich sterbe vor Langeweile")]
    [InlineData("morro de saudade de vocês")]
    [InlineData("tablets or capsules, which are easier to swallow?")]
    [InlineData("shall we take the bridge or the train into town?")]
    [InlineData("how is everybody today?")]
    public void Assess_IdiomMediaOrProfanity_Allows(string text) => AssertAllowed(text);

    [Fact]
    public void Assess_GuardInAnotherSentence_DoesNotReachTheRisk()
    {
        Assert.Equal(SafetyVerdict.Withhold, Service.Assess("My friend is not well. I want to hang myself").Verdict);
        Assert.Equal(SafetyVerdict.Withhold, Service.Assess("Years ago we met here.\nI want to hang myself").Verdict);
    }

    [Fact]
    public void Assess_CrisisAndHarmTogether_PutsTheCrisisFirst() =>
        AssertCrisis(CrisisLevel.Active, "I hope you die. I want to die too");

    [Fact]
    public void Assess_SeveralLevels_ReportsTheHighest() =>
        AssertCrisis(CrisisLevel.Acute, "I wish I were dead. I am going to hang myself. I am tired of living");

    [Fact]
    public async Task AssessUserMessageAsync_RiskyText_LeavesTheReplyToTheChat()
    {
        var request = new SafetyRequest { Text = "I want to hang myself", Community = new CommunityId(5) };

        var assessment = await Service.AssessUserMessageAsync(request, CancellationToken.None);

        Assert.False(assessment.Allowed);
        Assert.Null(assessment.SafeReply);
    }

    private static void AssertCrisis(CrisisLevel level, string text)
    {
        var assessment = Service.Assess(text);

        Assert.Equal(SafetyVerdict.Withhold, assessment.Verdict);
        Assert.Equal(SafetyCategory.Crisis, assessment.Category);
        Assert.Equal(level, assessment.Level);
    }

    private static void AssertAllowed(string text) => Assert.True(Service.Assess(text).Allowed);
}
