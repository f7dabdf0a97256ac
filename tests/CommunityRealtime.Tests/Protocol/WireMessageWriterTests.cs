using System.Text;
using System.Text.Json;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Tests.Protocol;

public sealed class WireMessageWriterTests
{
    [Theory]
    [InlineData("42", "42")]
    [InlineData("0", "0")]
    [InlineData("-5", "-5")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("9007199254740992", "\"9007199254740992\"")]
    [InlineData("-9223372036854775808", "\"-9223372036854775808\"")]
    [InlineData("99999999999999999999", "\"99999999999999999999\"")]
    [InlineData("042", "\"042\"")]
    [InlineData("+42", "\"+42\"")]
    [InlineData("-0", "\"-0\"")]
    [InlineData("4e1", "\"4e1\"")]
    [InlineData(" 42", "\" 42\"")]
    [InlineData("alice", "\"alice\"")]
    public void Write_UserId_IsANumberOnlyForACanonicalExactInteger(string id, string json) =>
        Assert.Equal(json, Written(new UserId(id), DateTimeOffset.UnixEpoch).GetProperty("user_id").GetRawText());

    [Fact]
    public void Write_Time_IsUtcWithMilliseconds()
    {
        var time = new DateTimeOffset(2026, 2, 20, 12, 30, 0, 7, TimeSpan.FromHours(2));

        Assert.Equal("2026-02-20T10:30:00.007Z", Written(new UserId(1), time).GetProperty("created_at").GetString());
    }

    private static JsonElement Written(UserId user, DateTimeOffset time)
    {
        var frame = ServerFrames.Message(new WireMessage(1, new(5), user, "x", false, time, "Alice"));
        return JsonElement.Parse(Encoding.UTF8.GetString(ServerFrames.BodyOf(frame).Span));
    }
}
