using System.Text;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Tests.Protocol;

/// <summary>What the quick reader takes, and what it leaves to the strict one.</summary>
public sealed class UsualFrameTests
{
    [Fact]
    public void TryRead_EveryKeyOnce_SaysWhatTheFrameSays()
    {
        var read = TryRead("""{"content":"h\u00e9llo","type":"message","client_id":"a-1","is_anonymous":true}""", isV1: true, out var frame);

        Assert.True(read);
        Assert.Equal(new ClientFrame(new ClientMessage("héllo", IsAnonymous: true), null, "a-1"), frame);
    }

    [Fact]
    public void TryRead_TypeAlone_IsAnEmptyMessageUnderTheOwnName()
    {
        Assert.True(TryRead("""{"type":"message"}""", isV1: false, out var frame));
        Assert.Equal(new ClientFrame(new ClientMessage("", IsAnonymous: false), null, null), frame);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""["message"]""")]
    [InlineData("""{"content":"a"}""")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":"message","content":"a","content":"b"}""")]
    [InlineData("""{"type":"message","content":"a","cont\u0065nt":"b"}""")]
    [InlineData("""{"type":"message","is_anonymous":false,"is_anonymous":true}""")]
    [InlineData("""{"type":"message","isAnonymous":true}""")]
    [InlineData("""{"type":"message","client_id":"a-1"}""")]
    [InlineData("""{"type":"message","other":1}""")]
    [InlineData("""{"type":"message","content":5}""")]
    [InlineData("""{"type":"message","content":null}""")]
    [InlineData("""{"type":"message","is_anonymous":"true"}""")]
    [InlineData("""{"type":"message","content":"\ud83d"}""")]
    public void TryRead_AnythingOdd_IsLeftToTheStrictReader(string json) => Assert.False(TryRead(json, isV1: false, out _));

    [Theory]
    [InlineData("""{"type":"pong"}""", true)]
    [InlineData("""{"type":"pong","client_id":"a-1"}""", true)]
    [InlineData("""{"type":"message","client_id":""}""", false)]
    [InlineData("""{"type":"message","client_id":"a","client_id":"b"}""", false)]
    public void TryRead_InV1_KnowsPongsAndClientIds(string json, bool expected) => Assert.Equal(expected, TryRead(json, isV1: true, out _));

    private static bool TryRead(string json, bool isV1, out ClientFrame frame) => UsualFrame.TryRead(Encoding.UTF8.GetBytes(json), isV1, out frame);
}
