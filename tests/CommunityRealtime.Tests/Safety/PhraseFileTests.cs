using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Safety;

public class PhraseFileTests
{
    [Theory]
    [InlineData("[actve]\nkill", 2, "[actve]")]
    [InlineData("kill", 1, "[]")]
    [InlineData("[active]\n\n# why\nkill {nobody}", 4, "{nobody}")]
    [InlineData("[active]\n..2 kill", 2, "begins")]
    [InlineData("[active]\nkill? me", 2, "begins")]
    [InlineData("[active]\nkill ..2", 2, "ends")]
    [InlineData("[active]\nkill ..9 me", 2, "gap")]
    [InlineData("[active]\na ..1 b ..1 c ..1 d ..1 e ..1 f", 2, "gap")]
    [InlineData("[active]\nkill me|", 2, "word")]
    [InlineData("[active]\nsui*", 2, "star")]
    [InlineData("[words]\nme = my\nme = mine", 3, "class")]
    [InlineData("[words]\nme", 2, "class")]
    public void Read_WrongLine_NamesFileLineAndReason(string text, int line, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => PhraseFile.Read("Phrases/xx.txt", text));

        Assert.StartsWith($"Phrases/xx.txt, line {line}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
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
    public void Assess_OwnPhrases_FollowTheForm(string text, bool isFound)
    {
        var file = PhraseFile.Read(
            "own.txt",
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

        Assert.Equal(isFound, !new PhraseSafetyService([file]).Assess(text).Allowed);
    }

    [Fact]
    public void Assess_PhraseOfOneLanguage_IsNotTakenAwayByAnother()
    {
        var first = PhraseFile.Read("a.txt", "[active]\nred apple");
        var second = PhraseFile.Read("b.txt", "[negation]\nno");

        Assert.False(new PhraseSafetyService([first, second]).Assess("no red apple").Allowed);
    }
}
