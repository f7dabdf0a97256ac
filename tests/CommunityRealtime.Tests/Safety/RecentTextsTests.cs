using CommunityRealtime.Safety;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Safety;

public class RecentTextsTests
{
    private static readonly CommunityId Community = new("5");
    private static readonly UserId Alice = new("42");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Of_WithinAMinute_GivesTheLastFiveOfThisAuthorHere()
    {
        var recent = new RecentTexts(_time);
        for (var i = 0; i < 7; i++)
        {
            recent.Add(Community, Alice, $"{i}");
        }

        Assert.Equal(["2", "3", "4", "5", "6"], recent.Of(Community, Alice));
        Assert.Empty(recent.Of(Community, new UserId("43")));
        Assert.Empty(recent.Of(new CommunityId("6"), Alice));
    }

    [Fact]
    public void Of_AfterAMinuteOrALongText_GivesNothing()
    {
        var recent = new RecentTexts(_time);
        recent.Add(Community, Alice, "one");
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Empty(recent.Of(Community, Alice));

        recent.Add(Community, Alice, "two");
        recent.Add(Community, Alice, new string('a', 301));
        Assert.Empty(recent.Of(Community, Alice));
    }
}
