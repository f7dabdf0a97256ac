using System.Diagnostics;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>How a connection in the profile <c>community-chat.v1</c> begins, and how it is kept.</summary>
public sealed class V1ConnectionTests
{
    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Ready_IsTheFirstFrameWithTheseFieldsInThisOrder(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);

        var alice = await app.OpenV1Async(42);

        Assert.Matches(
            """^\{"type":"ready","connection_id":"[0-9a-f]{16}","community_id":5,"user_id":42,"role":"member","epoch":0,"seq":0,"expires_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z","heartbeat_seconds":25,"limits":\{"max_content_characters":4000,"max_frame_bytes":65536,"messages_per_second":0,"burst":100,"max_unfinished_sends":32\}\}$""",
            await alice.ReceiveTextAsync());
    }

    [Fact]
    public async Task Ready_TellsTheSettingsThatApply()
    {
        await using var app = await ChatApp.StartAsync(options =>
        {
            options.Limits.MaxContentCharacters = 100;
            options.Limits.MaxFrameBytes = 10_000;
            options.Limits.MaxUnfinishedSends = 7;
            options.RateLimit.MessagesPerSecond = 0.5;
            options.RateLimit.Burst = 3;
            options.Sockets.KeepAliveInterval = TimeSpan.FromSeconds(90);
        });

        var ready = await ReadyAsync(app);

        Assert.Equal(90, ready.GetProperty("heartbeat_seconds").GetDouble());
        Assert.Equal(
            """{"max_content_characters":100,"max_frame_bytes":10000,"messages_per_second":0.5,"burst":3,"max_unfinished_sends":7}""",
            ready.GetProperty("limits").GetRawText());
    }

    [Theory]
    [InlineData(CommunityRole.Member, "member")]
    [InlineData(CommunityRole.Moderator, "moderator")]
    [InlineData(CommunityRole.Therapist, "therapist")]
    public async Task Ready_TellsTheRoleInTheCommunity(CommunityRole role, string word)
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(42), CommunityMembership.Member(role), default);

        Assert.Equal(word, (await ReadyAsync(app)).GetProperty("role").GetString());
    }

    [Fact]
    public async Task Ready_TellsWhenTheTokenExpires()
    {
        await using var app = await ChatApp.StartAsync();
        var expires = new DateTime(2126, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        var token = Tokens.Make(new() { ["sub"] = "42" }, expires: expires);

        var alice = await app.OpenAsync("/api/communities/ws/5", subprotocols: [ChatAppExtensions.V1, $"bearer.{token}"]);

        Assert.Equal("2126-02-03T04:05:06.000Z", (await alice.ReceiveJsonAsync("ready")).GetProperty("expires_at").GetString());
    }

    [Fact]
    public async Task Ready_ForAUserWithoutAnExpiry_TellsNone()
    {
        var authenticator = Substitute.For<IChatAuthenticator>();
        authenticator.AuthenticateAsync(default!, default)
            .ReturnsForAnyArgs(ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice" }));
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(authenticator));

        Assert.Equal(JsonValueKind.Null, (await ReadyAsync(app)).GetProperty("expires_at").ValueKind);
    }

    [Fact]
    public async Task Ready_InACommunityWithMessages_TellsItsEpochAndItsNewestNumber()
    {
        await using var app = await ChatApp.StartAsync();
        var bob = await app.ConnectAsync(43);
        await bob.SendAsync("one");
        await bob.SendAsync("two");
        await bob.ReceiveMessageAsync();
        await bob.ReceiveMessageAsync();

        var ready = await ReadyAsync(app);

        var head = await app.Services.GetRequiredService<IMessageStore>().ReadHeadAsync(new(5), default);
        Assert.Equal((head.Epoch, 2), (ready.GetProperty("epoch").GetInt64(), ready.GetProperty("seq").GetInt64()));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WhileOthersTalk_GetsReadyFirstAndThenEverythingAfterIt(Transport transport)
    {
        const int Messages = 400;
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await alice.SendAsync($"message {i}", isAnonymous: i % 2 == 0);
                await alice.ReceiveMessageAsync();
            }
        });

        var joined = await Task.WhenAll(Enumerable.Range(0, 10).Select(async joiner =>
        {
            await Eventually.TrueAsync(() => HeadOf(app) >= joiner * Messages / 12);
            var client = await app.OpenV1Async(43);
            var seq = (await client.ReceiveJsonAsync("ready")).GetProperty("seq").GetInt64();
            return (seq, numbers: seq == Messages ? [] : await NumbersAsync(client, Messages));
        }));
        await sending;

        Assert.All(joined, member => Assert.Equal(From(member.seq + 1, Messages), member.numbers));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WithAfter_GetsReadyThenTheReplayThenTheLiveRoom(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var bob = await app.ConnectAsync(43);
        foreach (var text in new[] { "one", "two", "three" })
        {
            await bob.SendAsync(text, isAnonymous: true);
            await bob.ReceiveMessageAsync();
        }

        var again = await app.OpenV1Async(43, query: "?after=1");
        var ready = await again.ReceiveJsonAsync("ready");
        var replayed = await NumbersAsync(again, 3, isMine: true);
        var resumed = await again.ReceiveJsonAsync("resumed");
        await bob.SendAsync("four");
        var live = await NumbersAsync(again, 4);

        Assert.Equal(3, ready.GetProperty("seq").GetInt64());
        Assert.Equal([2, 3], replayed);
        Assert.Equal((1, 3), (resumed.GetProperty("from").GetInt64(), resumed.GetProperty("to").GetInt64()));
        Assert.Equal([4], live);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WithItsOwnEpochAndNothingMissed_IsResumedAtOnce(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var bob = await app.ConnectAsync(43);
        await bob.SendAsync("one");
        await bob.ReceiveMessageAsync();
        var first = await app.OpenV1Async(42);
        var epoch = (await first.ReceiveJsonAsync("ready")).GetProperty("epoch").GetInt64();

        var again = await app.OpenV1Async(42, query: $"?after=1&epoch={epoch}");
        await again.ReceiveJsonAsync("ready");
        var resumed = await again.ReceiveJsonAsync("resumed");
        await bob.SendAsync("two");

        Assert.Equal((1, 1), (resumed.GetProperty("from").GetInt64(), resumed.GetProperty("to").GetInt64()));
        Assert.Equal([2], await NumbersAsync(again, 2));
    }

    [Theory]
    [InlineData("?after=3", "position_ahead")]
    [InlineData("?after=1&epoch=1", "epoch_changed")]
    [InlineData("?after=3&epoch=1", "epoch_changed")]
    public async Task Connect_WithAPositionOfAnotherHistory_IsResetAndGoesOnLive(string query, string reason)
    {
        await using var app = await ChatApp.StartAsync();
        var bob = await app.ConnectAsync(43);
        foreach (var text in new[] { "one", "two" })
        {
            await bob.SendAsync(text);
            await bob.ReceiveMessageAsync();
        }

        var alice = await app.OpenV1Async(42, query: query);
        var ready = await alice.ReceiveJsonAsync("ready");
        var reset = await alice.ReceiveJsonAsync("reset");
        await bob.SendAsync("three");

        Assert.Equal(2, ready.GetProperty("seq").GetInt64());
        Assert.Equal(reason, reset.GetProperty("reason").GetString());
        Assert.Equal([3], await NumbersAsync(alice, 3));
    }

    [Fact]
    public async Task Connect_FromTheBeginning_IsNeverReset()
    {
        await using var app = await ChatApp.StartAsync();
        var bob = await app.ConnectAsync(43);
        var empty = await app.OpenV1Async(42);
        var epoch = (await empty.ReceiveJsonAsync("ready")).GetProperty("epoch").GetInt64();
        await bob.SendAsync("one");
        await bob.ReceiveMessageAsync();

        var alice = await app.OpenV1Async(42, query: $"?after=0&epoch={epoch}");
        await alice.ReceiveJsonAsync("ready");

        Assert.Equal([1], await NumbersAsync(alice, 1));
    }

    /// <remarks>Twenty messages of this size are held back until the greeting; two hundred are too many to hold, and come from memory or the store.</remarks>
    [Theory]
    [InlineData(20, true)]
    [InlineData(20, false)]
    [InlineData(200, true)]
    [InlineData(200, false)]
    public async Task Connect_WhileTheStoreIsSlow_MissesNothingAfterItsNumber(int messages, bool readsFirst)
    {
        var store = new SlowHeads(readsFirst);
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<IMessageStore>(store));
        var bob = await app.ConnectAsync(43);
        await bob.SendAsync("first");
        await bob.ReceiveMessageAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1)); // so that the counter is read again
        store.IsSlow = true;

        var opening = app.OpenV1Async(42);
        await store.Asked.Task.WaitAsync(ChatClient.Deadline);
        for (var i = 0; i < messages; i++)
        {
            await bob.SendAsync(new string('x', 3_000));
            await bob.ReceiveMessageAsync();
        }

        store.Gate.SetResult();
        var alice = await opening;
        var seq = (await alice.ReceiveJsonAsync("ready")).GetProperty("seq").GetInt64();
        await bob.SendAsync("last");

        Assert.InRange(seq, 1, messages + 1);
        Assert.Equal(From(seq + 1, messages + 2), await NumbersAsync(alice, messages + 2));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WhenTheStoreIsNotReached_IsToldToComeBackLater(Transport transport)
    {
        var store = Substitute.For<IMessageStore>();
        store.ReadHeadAsync(default, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store), transport: transport);

        var alice = await app.OpenV1Async(42, query: "?after=0");
        var bob = await app.OpenMemberAsync(43);

        Assert.Equal("1013 unavailable", (await alice.ReceiveTextOrCloseAsync()).Close);
        Assert.Equal("1013 unavailable", (await bob.ReceiveTextOrCloseAsync()).Close);
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?after=")]
    [InlineData("?after=1.5")]
    [InlineData("?after=%201")]
    [InlineData("?after=1&after=1")]
    [InlineData("?after=9223372036854775808")]
    [InlineData("?epoch=1")]
    [InlineData("?after=1&epoch=")]
    [InlineData("?after=1&epoch=x")]
    [InlineData("?after=1&epoch=1&epoch=1")]
    public async Task Connect_WithAPositionThatIsNone_IsRefused(string query)
    {
        await using var app = await ChatApp.StartAsync();

        var v1 = await app.OpenV1Async(42, query: query);
        var plain = await app.ConnectAsync(42, query: $"&{query[1..]}");

        Assert.Equal("1008 invalid_position", (await v1.ReceiveTextOrCloseAsync()).Close);
        Assert.Equal("1008 invalid_position", (await plain.ReceiveTextOrCloseAsync()).Close);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Ping_ComesAtItsPaceWithTheNewestNumberAndNeedsNoAnswer(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(options => options.Sockets.KeepAliveInterval = TimeSpan.FromSeconds(1), transport: transport);
        var bob = await app.ConnectAsync(43);
        await bob.SendAsync("before");
        await bob.ReceiveMessageAsync();
        var alice = await app.ConnectV1Async(42);

        var first = await alice.ReceiveTextAsync();
        var began = Stopwatch.GetTimestamp();
        await alice.SendTextAsync("""{"type":"pong"}""");
        await bob.SendAsync("between");
        await alice.ReceiveMessageAsync();
        var second = await alice.ReceiveTextAsync();

        Assert.Equal(("""{"type":"ping","seq":1}""", """{"type":"ping","seq":2}"""), (first, second));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5));
        await bob.SendAsync("after");
        Assert.Equal("between", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("after", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    private static async Task<JsonElement> ReadyAsync(ChatApp app) => await (await app.OpenV1Async(42)).ReceiveJsonAsync("ready");

    private static long HeadOf(ChatApp app) =>
        app.Services.GetRequiredService<IMessageStore>().ReadHeadAsync(new(5), default).AsTask().GetAwaiter().GetResult().Newest;

    private static IEnumerable<long> From(long first, long last) => Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => (long)number);

    /// <summary>The numbers of all messages up to one.</summary>
    private static async Task<IReadOnlyList<long>> NumbersAsync(ChatClient client, long last, bool isMine = false)
    {
        var numbers = new List<long>();
        while (numbers.LastOrDefault() < last)
        {
            var frame = await client.ReceiveJsonAsync("message");
            Assert.Equal(frame.GetProperty("seq").GetInt64(), frame.GetProperty("message").GetProperty("id").GetInt64());
            Assert.Equal(isMine, frame.GetProperty("message").TryGetProperty("mine", out _));
            numbers.Add(frame.GetProperty("seq").GetInt64());
        }

        return numbers;
    }

    /// <summary>A store that takes its time to say where it stands.</summary>
    private sealed class SlowHeads(bool readsFirst) : IMessageStore
    {
        private readonly InMemoryMessageStore _inner = new();

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken) => _inner.AppendAsync(draft, cancellationToken);

        public ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken) => _inner.ReadAsync(query, cancellationToken);

        public bool IsSlow { get; set; }

        public async ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken)
        {
            var early = await _inner.ReadHeadAsync(community, cancellationToken);
            if (!IsSlow)
            {
                return early;
            }

            Asked.TrySetResult();
            await Gate.Task;
            return readsFirst ? early : await _inner.ReadHeadAsync(community, cancellationToken);
        }
    }
}
