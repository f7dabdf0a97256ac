using System.Text;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Tests.Protocol;

/// <summary>Frames that no other test sees letter by letter.</summary>
public sealed class V1FramesTests
{
    [Fact]
    public void Resumed_TellsFromWhereToWhere() => AssertFrame("""{"type":"resumed","from":3,"to":17}""", V1Frames.Resumed(3, 17));

    [Theory]
    [InlineData(nameof(ResetReason.EpochChanged), "epoch_changed")]
    [InlineData(nameof(ResetReason.PositionAhead), "position_ahead")]
    public void Reset_TellsWhy(string reason, string word) =>
        AssertFrame($$"""{"type":"reset","reason":"{{word}}"}""", V1Frames.Reset(Enum.Parse<ResetReason>(reason)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(1, 1)]
    [InlineData(1_500.2, 1_501)]
    public void Error_WithATimeToWait_RoundsItUp(double milliseconds, long expected) => AssertFrame(
        $$"""{"type":"error","code":"c","detail":"d","retry_after_ms":{{expected}}}""",
        V1Frames.Error(new("c", "d") { RetryAfter = TimeSpan.FromMilliseconds(milliseconds) }, clientId: null));

    private static void AssertFrame(string expected, byte[] frame) => Assert.Equal(expected, Encoding.UTF8.GetString(frame));
}
