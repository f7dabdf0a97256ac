using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.Tests.Safety;

public class RuleFileTests
{
    [Theory]
    [InlineData("[actve]\nkill", 2 - 1, 1, "[actve]")]
    [InlineData("kill", 1, 1, "[section]")]
    [InlineData("[active]\n\n# why\nkill {nobody}", 4, 6, "{nobody}")]
    [InlineData("[active]\n..2 kill", 2, 1, "begins")]
    [InlineData("[active]\nkill? me", 2, 1, "begins")]
    [InlineData("[active]\nkill ..2", 2, 1, "ends")]
    [InlineData("[active]\nkill ..9 me", 2, 6, "gap")]
    [InlineData("[active]\na ..1 b ..1 c ..1 d ..1 e ..1 f ..1 g ..1 h", 2, 39, "gaps")]
    [InlineData("[active]\nkill me|", 2, 9, "word")]
    [InlineData("[active]\nsui*", 2, 1, "star")]
    [InlineData("[active]\none|1 last", 2, 5, "DIGIT")]
    [InlineData("[active]\na\n[active]\nb", 3, 1, "already")]
    [InlineData("[active x weight=120]\na", 1, 1, "weight")]
    [InlineData("[active x keep=nobody]\na", 1, 1, "guard")]
    [InlineData("[words]\nme = my\nme = mine", 3, 1, "class")]
    [InlineData("[words]\nme", 2, 1, "class")]
    [InlineData("[phrases]\nme my", 2, 1, "phrase")]
    [InlineData("[active", 1, 1, "section")]
    public void Read_WrongLine_NamesFileLineColumnAndReason(string text, int line, int column, string reason)
    {
        var exception = Assert.Throws<RuleFileException>(() => RuleFile.Read("own.rules", "en", text));

        Assert.StartsWith($"own.rules, line {line}, column {column}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal(("own.rules", line, column), (exception.File, exception.Line, exception.Column));
    }

    [Theory]
    [InlineData("red apple", true)]
    [InlineData("Réd äpple", true)]
    [InlineData("red and sweet apple", true)]
    [InlineData("red and very sweet apple", false)]
    [InlineData("red. apple", false)]
    [InlineData("red not apple", false)]
    [InlineData("green pear", true)]
    [InlineData("green applesauce", true)]
    [InlineData("green", false)]
    [InlineData("red shiny apple pie", false)]
    public void Assess_OwnRules_FollowTheForm(string text, bool isFound)
    {
        var file = RuleFile.Read(
            "own.rules",
            "en",
            """
            [words]
            colour = red green
            [active]
            {colour} ..2 apple*|pear   # fruit
            [idiom]
            apple pie
            [negation]
            not
            """);

        Assert.Equal(isFound, !new RuleSafetyService([file]).Assess(text).Allowed);
    }

    [Fact]
    public void Assess_RuleOfOneLanguage_IsNotTakenAwayByAnother()
    {
        var first = RuleFile.Read("a.rules", "a", "[active]\nred apple");
        var second = RuleFile.Read("b.rules", "b", "[negation]\nno");

        Assert.False(new RuleSafetyService([first, second]).Assess("no red apple").Allowed);
    }
}
