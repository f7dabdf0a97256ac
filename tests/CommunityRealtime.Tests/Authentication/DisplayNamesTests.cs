using CommunityRealtime.Authentication;

namespace CommunityRealtime.Tests.Authentication;

public sealed class DisplayNamesTests
{
    [Theory]
    [InlineData("Alice", "Alice")]
    [InlineData("  Zoë 😀 Müller ", "Zoë 😀 Müller")]
    [InlineData("A\u0000l\u202Ei\u200Bce\n", "Alice")]
    [InlineData("\uD800broken", "broken")]
    [InlineData(null, null)]
    [InlineData("   ", null)]
    [InlineData("\u200B\u0001", null)]
    public void Clean_Name_LeavesWhatCanBeShown(string? name, string? clean) => Assert.Equal(clean, DisplayNames.Clean(name));

    [Fact]
    public void Clean_LongName_IsCutBetweenCharacters()
    {
        var clean = DisplayNames.Clean("x" + string.Concat(Enumerable.Repeat("😀", 80)));

        Assert.Equal(99, clean!.Length);
        Assert.False(char.IsHighSurrogate(clean[^1]));
    }
}
