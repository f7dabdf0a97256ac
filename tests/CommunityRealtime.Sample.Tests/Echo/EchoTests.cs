using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;

namespace CommunityRealtime.Sample.Tests.Echo;

public sealed class EchoTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int LongestFrameBytes = 64 * 1024;

    [Fact]
    public async Task Message_Good_IsEchoedWithTimeAndCount()
    {
        using var socket = await ConnectAsync();

        await socket.SendAsync("""{"message":"Hello!"}""");
        var reply = await socket.ReceiveTextAsync();

        Assert.Matches("""^\{"original":"Hello!","echoed_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","message_count":1\}$""", reply);
        var echoedAt = DateTimeOffset.Parse(JsonNode.Parse(reply!)!["echoed_at"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        Assert.InRange(echoedAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Message_OnTwoConnections_IsCountedOnEach()
    {
        using var one = await ConnectAsync();
        using var other = await ConnectAsync();

        Assert.Equal(1, Count(await one.AskAsync("""{"message":"a"}""")));
        Assert.Equal(2, Count(await one.AskAsync("""{"message":"b"}""")));
        Assert.Equal(1, Count(await other.AskAsync("""{"message":"c"}""")));
        Assert.Equal(3, Count(await one.AskAsync("""{"message":"d"}""")));
    }

    [Theory]
    [InlineData("  spaces stay \\t\\n ")]
    [InlineData("<b>&\\\"'</b> \\\\ é ü \\u0000 \\ud83d\\ude00 שלום")]
    public async Task Message_WithAnyText_ComesBackUnchanged(string escaped)
    {
        using var socket = await ConnectAsync();
        var frame = $$"""{"message":"{{escaped}}"}""";

        var reply = await socket.AskAsync(frame);

        Assert.Equal(JsonNode.Parse(frame)!["message"]!.GetValue<string>(), reply["original"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"message":""}""")]
    [InlineData("""{"message":" \t\n\u00a0\u3000 "}""")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"message":5}""")]
    [InlineData("""{"message":{"message":"Hello!"}}""")]
    [InlineData("""{"message":"\ud800"}""")]
    [InlineData("""{"Message":"Hello!"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"Hello!\"")]
    [InlineData("Hello!")]
    [InlineData("")]
    [InlineData("""{"message":"Hello!"} and more""")]
    public async Task Message_Bad_GetsAnErrorAndIsNotCounted(string frame)
    {
        using var socket = await ConnectAsync();

        await socket.SendAsync(frame);
        var error = await socket.ReceiveTextAsync();
        var next = await socket.AskAsync("""{"message":"Hello!"}""");

        Assert.Matches("""^\{"type":"error","detail":".+"\}$""", error);
        Assert.Equal(1, Count(next));
    }

    [Fact]
    public async Task Message_OfDeeplyNestedJson_GetsAnError()
    {
        using var socket = await ConnectAsync();

        var error = await socket.AskAsync(new string('[', 20_000));

        Assert.Equal("error", error["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    public async Task Message_Over500Characters_GetsAnErrorAnd500DoNot(string character)
    {
        using var socket = await ConnectAsync();
        var longest = string.Concat(Enumerable.Repeat(character, 500));

        var error = await socket.AskAsync($$"""{"message":"{{longest}}{{character}}"}""");
        var reply = await socket.AskAsync($$"""{"message":"{{longest}}"}""");

        Assert.Equal("error", error["type"]!.GetValue<string>());
        Assert.Equal(longest, reply["original"]!.GetValue<string>());
        Assert.Equal(1, Count(reply));
    }

    [Fact]
    public async Task Message_InFragments_IsOneMessage()
    {
        using var socket = await ConnectAsync();

        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"mess"""), WebSocketMessageType.Text, endOfMessage: false);
        await socket.SendAsync(Encoding.UTF8.GetBytes("""age":"Hello!"}"""), WebSocketMessageType.Text, endOfMessage: true);

        Assert.Equal("Hello!", (await socket.ReceiveAsync())["original"]!.GetValue<string>());
    }

    [Fact]
    public async Task Frame_Of64KiB_IsRead()
    {
        using var socket = await ConnectAsync();
        const string Start = """{"message":"Hello!","padding":""";

        var reply = await socket.AskAsync($"{Start}\"{new string('x', LongestFrameBytes - Start.Length - 3)}\"}}");

        Assert.Equal("Hello!", reply["original"]!.GetValue<string>());
    }

    [Fact]
    public Task Frame_Over64KiB_ClosesWith1009() =>
        AssertClosesAsync(new byte[LongestFrameBytes + 1], WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig);

    [Fact]
    public Task Frame_FarOver64KiB_ClosesWith1009() =>
        AssertClosesAsync(new byte[8 * 1024 * 1024], WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig);

    [Fact]
    public Task Frame_Binary_ClosesWith1003() =>
        AssertClosesAsync("""{"message":"Hello!"}"""u8.ToArray(), WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType);

    [Fact]
    public Task Frame_OfBadUtf8_ClosesWith1007() =>
        AssertClosesAsync([0xC3, 0x28], WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData);

    [Fact]
    public async Task Connections_ManyAtOnce_EachGetTheirOwnAnswers()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async connection =>
        {
            using var socket = await ConnectAsync();
            for (var i = 1; i <= 25; i++)
            {
                var reply = await socket.AskAsync($$"""{"message":"{{connection}}-{{i}}"}""");
                Assert.Equal($"{connection}-{i}", reply["original"]!.GetValue<string>());
                Assert.Equal(i, Count(reply));
            }

            await socket.CloseAsync();
        }));
    }

    [Fact]
    public async Task Request_WithoutUpgrade_GetsProblemDetails()
    {
        using var http = new HttpClient { BaseAddress = sample.Host.Address };

        using var response = await http.GetAsync(new Uri("/api/echo/ws", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static int Count(JsonNode reply) => reply["message_count"]!.GetValue<int>();

    private Task<JsonSocket> ConnectAsync() => JsonSocket.ConnectAsync(sample.Host.Socket("/api/echo/ws"));

    private async Task AssertClosesAsync(byte[] frame, WebSocketMessageType type, WebSocketCloseStatus expected)
    {
        using var socket = await ConnectAsync();

        await socket.SendAsync(frame, type, endOfMessage: true);

        Assert.Null(await socket.ReceiveTextAsync());
        Assert.Equal(expected, socket.CloseStatus);
    }
}
