using System.Diagnostics;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Model;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.Tests.Safety.Model;

/// <summary>What the model may do to a decision, and what it may not. Content warning: suicide, self-harm, threats.</summary>
public class SecondOpinionTests
{
    // Trained weights change with this line only, so that nobody ships others by mistake.
    private const string ShippedVersion = "77213619d392";

    [Fact]
    public void BuiltIn_Weights_AreTheTrainedOnes() => Assert.Equal(ShippedVersion, LinearModel.BuiltIn.Version);

    [Fact]
    public void Constructor_OtherBytes_SaysWhatToDo()
    {
        var error = Assert.Throws<InvalidDataException>(() => new LinearModel([1, 2, 3]));

        Assert.Contains("tools/SafetyModel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThenRead_JudgesByTheWeights()
    {
        var weights = new float[TextFeatures.Buckets * LinearModel.Heads];
        for (var i = 0; i < weights.Length; i += LinearModel.Heads)
        {
            weights[i] = 2;
        }

        var opinion = new LinearModel(LinearModel.Write([-1, -1], weights)).Judge("one sentence");

        Assert.True(opinion.Crisis > 0.99f);
        Assert.Equal(1 / (1 + MathF.E), opinion.Harm, 4);
    }

    [Theory]
    [InlineData("I don't want to live any more", "we had a lovely dinner with friends")]
    [InlineData("quiero matarme y estoy sola", "qué buena receta, gracias por compartirla")]
    [InlineData("j'ai envie de me tuer ce soir", "merci pour la recette, elle est parfaite")]
    [InlineData("ich will nicht mehr weiterleben", "danke für das Rezept, das war lecker")]
    [InlineData("não quero mais viver assim", "obrigada pela receita, ficou ótima")]
    public void Judge_EveryLanguage_PutsTheCrisisFirst(string crisis, string everyday) =>
        Assert.True(LinearModel.BuiltIn.Judge(crisis).Crisis > LinearModel.BuiltIn.Judge(everyday).Crisis);

    [Fact]
    public void Judge_DisguisedLetters_SaysTheSame() =>
        Assert.Equal(LinearModel.BuiltIn.Judge("I want to end it"), LinearModel.BuiltIn.Judge("Ｉ wаnt tо ｅnd it"));

    [Fact]
    public void Judge_CrisisInOneSentenceOfMany_IsNotDiluted()
    {
        var alone = LinearModel.BuiltIn.Judge("I don't want to live any more.");

        var among = LinearModel.BuiltIn.Judge("Nice weather. " + "I don't want to live any more." + string.Concat(Enumerable.Repeat(" We had soup.", 50)));

        Assert.True(among.Crisis >= alone.Crisis);
    }

    [Fact]
    public void Hear_SurestOpinionWithoutFinding_Allows()
    {
        var screening = Screen([], "any text");

        screening.Hear(new ModelOpinion(1, 1));

        Assert.Equal(CrisisLevel.None, screening.Level);
        Assert.Equal(HarmCategory.None, screening.Harm);
        Assert.False(screening.WantsOpinion);
    }

    [Theory]
    [InlineData(40, 0.95f, true)]
    [InlineData(40, 0.5f, false)]
    [InlineData(30, 1f, false)]
    public void Hear_WeakFinding_IsLiftedOnlyWhenBothAreNearlySure(int weight, float opinion, bool isLifted)
    {
        var screening = Screen([Rules($"[acute test weight={weight}]\nblue lantern\n")], "a blue lantern");

        screening.Hear(new ModelOpinion(opinion, 0));

        Assert.Equal(isLifted ? CrisisLevel.Acute : CrisisLevel.None, screening.Level);
        Assert.Equal(isLifted, screening.Crisis >= Screening.Threshold);
        Assert.Equal(isLifted ? 1 : 0, screening.Findings.Count);
    }

    [Fact]
    public void Hear_StrongFinding_IsNeverTakenAway()
    {
        var screening = Screen([Rules("[active test]\nblue lantern\n")], "a blue lantern");
        var before = screening.Crisis;

        screening.Hear(new ModelOpinion(0, 0));

        Assert.Equal(CrisisLevel.Active, screening.Level);
        Assert.Equal(before, screening.Crisis);
    }

    [Fact]
    public void Rank_NotFlagged_StaysBelowEverythingFlagged()
    {
        Assert.True(Screening.Rank(0.49f, 1, isFlagged: false) < Screening.Rank(0.5f, 0, isFlagged: true));
        Assert.True(Screening.Rank(0, 0.9f, isFlagged: false) > Screening.Rank(0, 0.1f, isFlagged: false));
        Assert.InRange(Screening.Rank(1, 1, isFlagged: true), 0, 1);
    }

    [Fact]
    public void Judge_AnyText_AllocatesNothing()
    {
        var model = LinearModel.BuiltIn;
        model.Judge("warm up");
        var before = GC.GetAllocatedBytesForCurrentThread();

        model.Judge("I am so tired of all this. Straße, œuvre, 😀 and more!");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("a.")]
    [InlineData("ß")]
    [InlineData("\uD83D")]
    public void Judge_HundredThousandCharacters_TakesTimeInProportion(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var started = Stopwatch.GetTimestamp();

        var opinion = LinearModel.BuiltIn.Judge(text);

        // About 10 ms; quadratic time would be minutes.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        Assert.InRange(opinion.Crisis, 0, 1);
    }

    private static Screening Screen(IReadOnlyList<RuleFile> files, string text)
    {
        var rules = new RuleSet(files.Count > 0 ? files : [Rules("[active test]\ngreen lantern\n")]);
        rules.Find(text, ScanBuffers.OfThread);
        Screening.OfThread.Judge(rules, ScanBuffers.OfThread, 0);
        return Screening.OfThread;
    }

    private static RuleFile Rules(string text) => RuleFile.Read("test.rules", "en", text, null);
}
