using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>What a sender in the profile <c>community-chat.v1</c> is told of frames that were not posted.</summary>
public sealed class V1RefusalTests
{
    /// <summary>Frame, code, and whether the error names its <c>client_id</c>, which is <c>a-1</c>.</summary>
    public static TheoryData<string, string, bool> RefusedFrames => new()
    {
        { "not json", "invalid_json", false },
        { """{"type":"message","content":"x","client_id":"a-1","client_id":"a-1"}""", "invalid_json", false },
        { """{"type":"message","content":"x","client_id":"\uD800"}""", "invalid_json", false },
        { "[]", "invalid_frame", false },
        { """{"client_id":"a-1"}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":""}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":null}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":7}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":["a-1"]}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":"a\u0000b"}""", "invalid_frame", false },
        { $$"""{"type":"message","content":"x","client_id":"{{new string('x', 65)}}"}""", "invalid_frame", false },
        { $$"""{"type":"message","content":"x","client_id":"{{string.Concat(Enumerable.Repeat("😀", 65))}}"}""", "invalid_frame", false },
        { """{"type":"message","content":"x","clientId":"a-1"}""", "invalid_frame", false },
        { """{"type":"message","content":"x","CLIENT-ID":"a-1"}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":"a-1","isAnonymous":true}""", "invalid_frame", false },
        { """{"type":"message","content":"x","client_id":"a-1","is_anonymous":"true"}""", "invalid_frame", true },
        { """{"type":"message","content":5,"client_id":"a-1"}""", "invalid_frame", true },
        { """{"type":"message","content":"a\u0000b","client_id":"a-1"}""", "invalid_frame", true },
        { """{"type":"message","content":"","client_id":"a-1"}""", "content_empty", true },
        { """{"type":"message","client_id":"a-1"}""", "content_empty", true },
        { $$"""{"type":"message","content":"{{new string('x', 4_001)}}","client_id":"a-1"}""", "content_too_long", true },
        { """{"type":"typing","client_id":"a-1"}""", "unknown_type", false },
        { """{"type":"Pong"}""", "unknown_type", false },
    };

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Frame_ThatIsRefused_GetsAnErrorWithACodeAndLeavesTheSocketOpen(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);

        foreach (var row in RefusedFrames)
        {
            var (frame, code, namesClientId) = ((string)row[0], (string)row[1], (bool)row[2]);
            await alice.SendTextAsync(frame);
            var error = await alice.ReceiveTextAsync();
            var pattern = $$"""^\{"type":"error","code":"{{code}}","detail":"([^"\\]|\\")+"{{(namesClientId ? ",\"client_id\":\"a-1\"" : "")}}\}$""";
            Assert.Matches(pattern, error);
        }

        await alice.SendAsync("and on");
        Assert.Equal("and on", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Single(await app.HistoryAsync(42));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("7f3c-\"quotes\" and \\")]
    public async Task ClientId_OfAnyText_ComesBackAsItWasSent(string clientId)
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("Hi", clientId);
        await alice.ReceiveMessageAsync();

        Assert.Equal(clientId, (await alice.ReceiveJsonAsync("ack")).GetProperty("client_id").GetString());
    }

    [Fact]
    public async Task ClientId_OfTheMostCharacters_IsTakenWhateverTheirSize()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectV1Async(42);
        var clientId = string.Concat(Enumerable.Repeat("😀", 64));

        await alice.SendAsync("Hi", clientId);
        await alice.ReceiveMessageAsync();

        Assert.Equal(clientId, (await alice.ReceiveJsonAsync("ack")).GetProperty("client_id").GetString());
    }

    [Fact]
    public async Task Pong_FromAPlainMember_IsAnUnknownType()
    {
        await using var app = await ChatApp.StartAsync();
        var plain = await app.ConnectAsync(42);

        await plain.SendTextAsync("""{"type":"pong"}""");

        Assert.Equal("""{"type":"error","detail":"Unknown frame type. Use \"message\"."}""", await plain.ReceiveTextAsync());
    }

    [Fact]
    public async Task Sender_OverTheRateLimit_IsToldWhichMessageToSendAgainAndWhen()
    {
        await using var app = await ChatApp.StartAsync(options =>
        {
            options.RateLimit.MessagesPerSecond = 0.1;
            options.RateLimit.Burst = 1;
        });
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("one", clientId: "a-1");
        await alice.SendTextAsync("""{"type":"pong"}""");
        await alice.SendAsync("two", clientId: "a-2");
        await alice.ReceiveMessageAsync();
        await alice.ReceiveJsonAsync("ack");
        var error = await alice.ReceiveJsonAsync("error");

        Assert.Equal(("rate_limited", "a-2"), (error.GetProperty("code").GetString(), error.GetProperty("client_id").GetString()));
        Assert.InRange(error.GetProperty("retry_after_ms").GetInt64(), 1, 10_000);
    }

    [Fact]
    public async Task Sender_ToAStoreThatHasTooMuchToDo_IsToldWhenToSendAgain()
    {
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException { RetryAfter = TimeSpan.FromMilliseconds(1_500.2) });
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectV1Async(42);
        var plain = await app.ConnectAsync(42);

        await alice.SendAsync("Hi", clientId: "a-1");
        await plain.SendAsync("Hi");

        const string Detail = "Your message could not be taken just now and was not posted. Please send it again in a moment.";
        Assert.Equal($$"""{"type":"error","code":"unavailable","detail":"{{Detail}}","client_id":"a-1","retry_after_ms":1501}""", await alice.ReceiveTextAsync());
        Assert.Equal($$"""{"type":"error","detail":"{{Detail}}"}""", await plain.ReceiveTextAsync());
    }

    [Fact]
    public async Task Sender_ToAStoreThatIsNotReached_IsToldWithoutATime()
    {
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("Hi", clientId: "a-1");
        var error = await alice.ReceiveJsonAsync("error");

        Assert.Equal("unavailable", error.GetProperty("code").GetString());
        Assert.False(error.TryGetProperty("retry_after_ms", out _));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task SafetyReply_NamesItsMessageAndFollowsTheAckOfAMessageThatIsShown(Transport transport)
    {
        var safety = Substitute.For<ISafetyService>();
        safety.AssessUserMessageAsync(default!, default).ReturnsForAnyArgs(call => new SafetyAssessment
        {
            Verdict = call.Arg<SafetyRequest>().Text == "hidden" ? SafetyVerdict.Withhold : SafetyVerdict.AllowWithSupport,
            SafeReply = "We are here.",
        });
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(safety), transport: transport);
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("hidden", clientId: "a-1");
        await alice.SendAsync("shown", clientId: "a-2");
        await alice.SendAsync("shown, too");

        Assert.Equal("""{"type":"system","role":"safety","content":"We are here.","client_id":"a-1"}""", await alice.ReceiveTextAsync());
        Assert.Equal("shown", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("a-2", (await alice.ReceiveJsonAsync("ack")).GetProperty("client_id").GetString());
        Assert.Equal("""{"type":"system","role":"safety","content":"We are here.","client_id":"a-2"}""", await alice.ReceiveTextAsync());
        await alice.ReceiveMessageAsync();
        await alice.ReceiveJsonAsync("ack");
        Assert.Equal("""{"type":"system","role":"safety","content":"We are here."}""", await alice.ReceiveTextAsync());
    }
}
