using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Safety;

/// <summary>Disguised spelling, and input made to hurt the gate.</summary>
public class RuleDisguiseTests
{
    private const int LongestText = 65_536;

    private static readonly RuleSafetyService Service = new();

    [Theory]
    [InlineData("I AM GOING TO KILL MYSELF")]
    [InlineData("i want to k1ll my5elf")]
    [InlineData("1 w15h 1 w45 d34d")]
    [InlineData("1f 1 d13d n0b0dy w0uld n0t1c3")]
    [InlineData("i w@nt to k!ll mys3lf")]
    [InlineData("i want to k*ll myself")]
    [InlineData("i waaaaant to killlll myselffff")]
    [InlineData("i want to h a n g m y s e l f")]
    [InlineData("i am going to k.i.l.l myself")]
    [InlineData("i want to d-r-o-w-n m-y-s-e-l-f")]
    [InlineData("i want to commit sui.cide, thinking of sui-cide")]
    [InlineData("iwanttokillmyself")]
    [InlineData("i am going to **kill** _myself_")]
    [InlineData("i want to kill myslef")]
    [InlineData("i want to kíll mÿsèlf")]
    [InlineData("і wаnt tо kіll mуsеlf")]
    [InlineData("ｉ ａｍ ｇｏｉｎｇ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ")]
    [InlineData("i am going to 𝗸𝗶𝗹𝗹 𝓶𝔂𝓼𝓮𝓵𝓯")]
    [InlineData("i am going to ⓚⓘⓛⓛ myself")]
    [InlineData("i want to k\u200Bi\u200Cl\u200Dl my\u00ADself")]
    [InlineData("i want to k\u0336i\u0336l\u0336l\u0336 myself")]
    [InlineData("I really just want to fucking kill myself")]
    [InlineData("i can’t go on living and i dont want to be alive")]
    public void Assess_DisguisedSpelling_IsSeenThrough(string text) =>
        Assert.Equal(SafetyCategory.Crisis, Service.Assess(text).Category);

    [Theory]
    [InlineData("my therapist is at 4:30, room B 1 2 3")]
    [InlineData("U S A and E U and a b c d")]
    [InlineData("v1.0.2-beta is out, see you at 8")]
    [InlineData("skill, painkiller, Kilmarnock, cutlery, diet, dieting")]
    [InlineData("привет всем, как дела?")]
    [InlineData("大家好,今天怎么样?")]
    [InlineData("")]
    [InlineData("!!! ??? ... *** |||")]
    public void Assess_HarmlessLookalike_IsAllowed(string text) => Assert.True(Service.Assess(text).Allowed);

    [Fact]
    public void Assess_EveryCharacter_NeverThrows()
    {
        for (var character = 0; character <= char.MaxValue; character++)
        {
            Service.Assess($"kill {(char)character}my{(char)character}self{(char)character}");
        }
    }

    [Fact]
    public void Assess_RandomFragments_NeverThrows()
    {
        string[] fragments = ["kill", "my", "self", "i", "k", " ", " ", ".", "!", "*", "|", "1", "'", "\n", "-", "\ud83d", "\ude00", "́", "want to", "die", "not", "ß", "aaaa", ","];
        var random = new Random(20260220);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => fragments[random.Next(fragments.Length)]));
            Service.Assess(text);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("k i l l ")]
    [InlineData("i want to ")]
    [InlineData("i want to die ")]
    [InlineData("not going to kill myself, ")]
    [InlineData("killmyself")]
    [InlineData("i1|!*")]
    [InlineData("k*ll* ")]
    [InlineData("sui.")]
    [InlineData("took all of my pills ")]
    [InlineData("how much of this to die ")]
    [InlineData("\u0301")]
    [InlineData("\u200b")]
    [InlineData("\ud800")]
    [InlineData("\udc00")]
    [InlineData("😀")]
    [InlineData("я中aé")]
    public void Assess_LongestText_NeverThrows(string unit) =>
        Service.Assess(string.Concat(Enumerable.Repeat(unit, LongestText / unit.Length)));
}
