using CommunityRealtime.Crisis;

namespace CommunityRealtime.Tests.Crisis;

public sealed class CrisisPolicyTests
{
    [Fact]
    public void Channels_WithoutAny_EndTheStart() =>
        Assert.Contains("nobody would be told", Assert.Throws<InvalidOperationException>(() => new CrisisPolicy(new(), [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("pager", "pager")]
    [InlineData("pager", "")]
    public void Channels_WithoutNamesOfTheirOwn_EndTheStart(string one, string other) => Assert.Throws<InvalidOperationException>(
        () => new CrisisPolicy(new(), [new RecordingNotifier(one), new RecordingNotifier(other)]));

    [Fact]
    public void Schedule_AsText_IsTheSame()
    {
        var schedule = CrisisPolicy.AcuteSchedule(new());

        Assert.Equal("0,120,300,600;600;900", schedule.ToString());
        Assert.Equal(schedule, CrisisSchedule.Parse(schedule.ToString()));
        Assert.Throws<FormatException>(() => CrisisSchedule.Parse("now"));
    }
}
