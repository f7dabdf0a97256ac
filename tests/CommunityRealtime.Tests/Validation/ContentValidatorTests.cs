using CommunityRealtime.Validation;

namespace CommunityRealtime.Tests.Validation;

public sealed class ContentValidatorTests
{
    private readonly ContentValidator _validator = new(new ChatLimitsOptions { MaxContentCharacters = 5 });

    [Theory]
    [InlineData("a")]
    [InlineData("😀😀😀😀😀")]
    [InlineData(" a\n\t")]
    [InlineData("a\u200D")]
    [InlineData("\u0301")]
    [InlineData("。")]
    public void Check_VisibleContentWithinTheLimit_IsNull(string content) => Assert.Null(_validator.Check(content));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u00A0\u3000\u2003")]
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF")]
    [InlineData("\u202E\u2066\u00AD")]
    [InlineData("\u115F\u1160\u3164\uFFA0")]
    [InlineData("\u2800\uFE0F\u034F")]
    [InlineData("\U000E0041\U000E0100")]
    public void Check_NothingVisible_IsEmpty(string content) => Assert.Equal("content_empty", _validator.Check(content)?.Code);

    [Theory]
    [InlineData("aaaaaa")]
    [InlineData("😀😀😀😀😀😀")]
    [InlineData("a     ")]
    public void Check_OneCharacterMore_IsTooLong(string content) => Assert.Equal("content_too_long", _validator.Check(content)?.Code);

    [Theory]
    [InlineData("a\u0000")]
    [InlineData("a\r")]
    [InlineData("a\u001B")]
    [InlineData("a\u007F")]
    [InlineData("a\u0085")]
    public void Check_ControlCharacter_IsRefused(string content) => Assert.Equal("invalid_frame", _validator.Check(content)?.Code);
}
