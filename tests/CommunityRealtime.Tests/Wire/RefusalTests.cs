using System.Net;
using System.Net.WebSockets;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>What bad input gets, on the socket: the sender learns it, nobody else does, and the next frame works.</summary>
public sealed class RefusalTests
{
    private const string Empty = "Message content cannot be empty";

    public static TheoryData<string, string> RefusedFrames => new()
    {
        { """{"type":"message","content":""}""", Empty },
        { """{"type":"message"}""", Empty },
        { """{"type":"message","content":" \n\t "}""", Empty },
        { """{"type":"message","content":"\u200B\u2060\uFEFF\u3164\u2800"}""", Empty },
        { """{"type":"message","content":"a\u0000b"}""", "Message content cannot hold control characters other than tab and line feed" },
        { """{"type":"message","content":"a\u001B[31m"}""", "Message content cannot hold control characters other than tab and line feed" },
        { """{"type":"message","content":null}""", "\"content\" must be a string." },
        { """{"type":"message","content":42}""", "\"content\" must be a string." },
        { """{"type":"message","content":"x","is_anonymous":"true"}""", "\"is_anonymous\" must be true or false." },
        { """{"type":"message","content":"x","is_anonymous":1}""", "\"is_anonymous\" must be true or false." },
        { """{"type":"message","content":"x","is_anonymous":null}""", "\"is_anonymous\" must be true or false." },
        { """{"type":"message","content":"x","isAnonymous":true}""", LookAlike },
        { """{"type":"message","content":"x","IS-ANONYMOUS":true}""", LookAlike },
        { """{"type":"message","content":"x","is anonymous":true}""", LookAlike },
        { """{"type":"message","content":"x","Content":"y"}""", LookAlike },
        { """{"type":"message","content":"x","is_anonymous":true,"is_anonymous":false}""", NotJson },
        { """{"type":"message","content":"x","is_anonymous":true,"\u0069s_anonymous":false}""", NotJson },
        { """{"type":"message","content":"x","other":1,"other":2}""", NotJson },
        { """{"type":"message","content":"\uD800"}""", NotJson },
        { """{"type":"message","content":"x","\uDC00":1}""", NotJson },
        { "{\"type\":\"message\",\"content\":\"x\"", NotJson },
        { """{"type":"message","content":"x"} {}""", NotJson },
        { """{'type':'message'}""", NotJson },
        { "not json", NotJson },
        { """{"type":"message","content":"x","deep":[[[[1]]]]}""", NotJson },
        { "null", NotAnObject },
        { "[]", NotAnObject },
        { "\"message\"", NotAnObject },
        { "{}", NotAnObject },
        { """{"type":1}""", NotAnObject },
        { """{"type":"shout","content":"x"}""", "Unknown frame type. Use \"message\"." },
        { """{"type":"Message","content":"x"}""", "Unknown frame type. Use \"message\"." },
    };

    public static TheoryData<string, string> RefusedConnects => new()
    {
        { "/api/communities/ws/5", "1008 token_missing" },
        { "/api/communities/ws/5?token=", "1008 token_missing" },
        { "/api/communities/ws/5?token=nonsense", "1008 token_invalid" },
        { "/api/communities/ws/5?token={expired}", "1008 token_expired" },
        { "/api/communities/ws/5?token={outsider}", "1008 not_a_member" },
        { "/api/communities/ws/unknown?token={member}", "1008 not_a_member" },
        { "/api/communities/ws/5?token={banned}", "1008 banned" },
        { "/api/communities/ws/5?token={member}&after=-1", "1008 invalid_position" },
        { "/api/communities/ws/5?token={member}&after=x", "1008 invalid_position" },
    };

    private static string LookAlike => "A key is spelled almost like \"type\", \"content\" or \"is_anonymous\". Use these spellings.";

    private static string NotJson => "The frame is not valid JSON, or has the same key twice.";

    private static string NotAnObject => "A frame is one JSON object with a \"type\".";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_ThatIsRefused_GetsAnErrorAndLeavesTheSocketOpen(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        foreach (var row in RefusedFrames)
        {
            var (frame, detail) = ((string)row[0], (string)row[1]);
            await alice.SendTextAsync(frame);
            var error = await alice.ReceiveTextAsync();
            Assert.True(error == System.Text.Json.JsonSerializer.Serialize(new { type = "error", detail }, Relaxed), $"{frame} got {error}");
        }

        await alice.SendAsync("and on");
        Assert.Equal("and on", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Single(await app.HistoryAsync(42));
    }

    [Fact]
    public async Task Frame_WithUnknownKeys_IsTaken()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);

        await alice.SendTextAsync("""{ "type" : "message", "content":"x", "client_id":"a-1", "meta":{"a":[1]}, "user_id":99 }""");

        Assert.Equal(42, (await alice.ReceiveMessageAsync()).GetProperty("user_id").GetInt32());
    }

    [Fact]
    public async Task Content_OfTheMostCharacters_IsTakenInAnyEncodingAndOneMoreIsNot()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);

        await alice.SendTextAsync("{\"type\":\"message\",\"content\":\"" + string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 4_000)) + "\"}");
        Assert.Equal(8_000, (await alice.ReceiveMessageAsync()).GetProperty("content").GetString()!.Length);

        await alice.SendAsync(new string('x', 4_001));
        Assert.Equal("Message content cannot be longer than 4000 characters", await alice.ReceiveErrorAsync());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_OfTheMostBytes_IsTakenAndOneMoreByteClosesWith1009(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        const string Start = """{"type":"message","content":"x"}""";

        await alice.SendTextAsync(Start.PadRight(65_536));
        Assert.Equal("x", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());

        await alice.SendTextAsync(Start.PadRight(65_537));
        Assert.Equal("1009 frame_too_large", await alice.ReceiveCloseAsync());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_FarOverTheLimitInFragments_ClosesWith1009(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var fragment = new byte[10_000];
        fragment.AsSpan().Fill((byte)' ');

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await alice.SendBytesAsync(fragment, endOfMessage: false);
            }
        });

        Assert.Equal("1009 frame_too_large", await alice.ReceiveCloseAsync());
        try
        {
            await sending;
        }
        catch (WebSocketException)
        {
            // The rest was not taken any more.
        }
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_InFragmentsCutInsideACharacter_IsTaken(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var frame = System.Text.Encoding.UTF8.GetBytes("""{"type":"message","content":"grün 😀"}""");

        foreach (var (part, i) in frame.Select((part, i) => (part, i)))
        {
            await alice.SendBytesAsync([part], endOfMessage: i == frame.Length - 1);
        }

        Assert.Equal("grün 😀", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_Binary_ClosesWith1003(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);

        await alice.SendBytesAsync([1, 2, 3], WebSocketMessageType.Binary);

        Assert.Equal("1003 text_frames_only", await alice.ReceiveCloseAsync());
    }

    [Theory]
    [ClassData(typeof(SocketTransports))]
    public async Task Frame_ThatIsNotUtf8_ClosesWith1007(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);

        await alice.SendBytesAsync([(byte)'"', 0xC3, 0x28, (byte)'"']);

        Assert.StartsWith("1007", await alice.ReceiveCloseAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_Refused_ClosesWithTheReason(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(66), CommunityMembership.Banned, default);

        foreach (var row in RefusedConnects)
        {
            var (template, close) = ((string)row[0], (string)row[1]);
            var path = template.Replace("{expired}", Tokens.Make(new() { ["sub"] = "42" }, expires: DateTime.UtcNow.AddMinutes(-2)), StringComparison.Ordinal)
                .Replace("{outsider}", Tokens.For("99"), StringComparison.Ordinal)
                .Replace("{member}", Tokens.For("42"), StringComparison.Ordinal)
                .Replace("{banned}", Tokens.For("66"), StringComparison.Ordinal);
            var client = await app.OpenAsync(path);

            var got = await client.ReceiveCloseAsync();
            Assert.True(got == close, $"{template} got {got}");
        }
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WhenMembersAreNotReached_IsToldToComeBackLater(Transport transport)
    {
        var membership = Substitute.For<ICommunityMembership>();
        membership.FindAsync(default, default, default).ThrowsAsyncForAnyArgs(new MembershipUnavailableException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(membership), transport: transport);

        var client = await app.OpenMemberAsync(42);
        using var history = await app.GetHistoryAsync(42);

        Assert.Equal("1013 unavailable", await client.ReceiveCloseAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, history.StatusCode);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WhoseReplayCannotBeRead_IsToldToComeBackLater(Transport transport)
    {
        var store = Substitute.For<IMessageStore>();
        store.ReadHeadAsync(default, default).ReturnsForAnyArgs(new CommunityHead(7, 3));
        store.ReadAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store), transport: transport);

        var client = await app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("42")}&after=0");

        Assert.Equal("1013 unavailable", await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Connect_ToAPathThatIsNoCommunityId_Gets404()
    {
        await using var app = await ChatApp.StartAsync();

        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => app.OpenAsync($"/api/communities/ws/5;x?token={Tokens.For("42")}"));

        Assert.Contains("404", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithTheTokenInTheHeader_GetsIn()
    {
        await using var app = await ChatApp.StartAsync();

        var client = await app.OpenAsync("/api/communities/ws/5", options => options.SetRequestHeader("Authorization", $"Bearer {Tokens.For("42")}"));
        await client.SendAsync("in");

        Assert.Equal("in", (await client.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Connect_WithoutAnUpgrade_Gets400()
    {
        await using var app = await ChatApp.StartAsync();

        using var response = await app.Http.GetAsync(new Uri(app.Address, $"/api/communities/ws/5?token={Tokens.For("42")}"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("same", true)]
    [InlineData("https://friend.example", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://friend.example.evil.example", false)]
    [InlineData("http://friend.example", false)]
    [InlineData("https://friend.example:8443", false)]
    [InlineData("null", false)]
    public async Task Connect_FromAPage_IsJudgedByItsOrigin(string origin, bool allowed)
    {
        await using var app = await ChatApp.StartAsync(options => options.AllowedOrigins.Add("https://friend.example"));
        origin = origin == "same" ? app.Address.GetLeftPart(UriPartial.Authority) : origin;

        var opening = app.OpenAsync(
            $"/api/communities/ws/5?token={Tokens.For("42")}",
            options =>
            {
                options.SetRequestHeader("Origin", origin);
                options.CollectHttpResponseDetails = true;
            });

        if (allowed)
        {
            await opening;
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<WebSocketException>(() => opening);
            Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
