using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Clients whose frames have to be refused again and again.</summary>
public sealed class FloodingTests
{
    private const int MaxRefusals = 5;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    public static TheoryData<string> RefusedFrames =>
    [
        "not json", "[]", """{"type":"shout"}""", """{"type":"message","content":""}""", $$"""{"type":"message","content":"{{new string('x', 4_001)}}"}""",
        """{"type":"message","content":7}""", """{"type":"message","Content":"x"}""",
    ];

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Sender_OfTooManyRefusedFrames_IsClosedWith1008AndNobodyElseIs(Transport transport)
    {
        await using var app = await StartAsync(transport);
        var alice = await app.ConnectAsync(42);
        var secondOfAlice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await SendAndBeRefusedAsync(alice, "not json", MaxRefusals);
        await alice.SendTextAsync("not json");

        Assert.Equal((null, "1008 flooding"), await alice.ReceiveTextOrCloseAsync());
        await secondOfAlice.SendAsync("still here");
        Assert.Equal("still here", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [MemberData(nameof(RefusedFrames))]
    public async Task Frame_RefusedForAnyReason_Counts(string frame)
    {
        await using var app = await StartAsync();
        var plain = await app.ConnectAsync(42);
        var inV1 = await app.ConnectV1Async(43);

        foreach (var client in new[] { plain, inV1 })
        {
            await SendAndBeRefusedAsync(client, frame, MaxRefusals);
            await client.SendTextAsync(frame);
            Assert.Equal((null, "1008 flooding"), await client.ReceiveTextOrCloseAsync());
        }
    }

    [Fact]
    public async Task Sender_OverTheRateLimitForLong_IsClosed()
    {
        await using var app = await StartAsync(configure: options => (options.RateLimit.MessagesPerSecond, options.RateLimit.Burst) = (0.001, 2));
        var alice = await app.ConnectAsync(42);

        for (var i = 0; i < 2 + MaxRefusals + 1; i++)
        {
            await alice.SendAsync($"message {i}");
        }

        await alice.ReceiveMessageAsync();
        await alice.ReceiveMessageAsync();
        for (var i = 0; i < MaxRefusals; i++)
        {
            Assert.StartsWith("You are sending too fast.", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        }

        Assert.Equal((null, "1008 flooding"), await alice.ReceiveTextOrCloseAsync());
        Assert.Equal(2, (await app.HistoryAsync(43)).Count);
    }

    [Fact]
    public async Task Sender_WhoIsRefusedNowAndThen_Stays()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectAsync(42);
        await SendAndBeRefusedAsync(alice, "not json", MaxRefusals);

        for (var i = 0; i < 3 * MaxRefusals; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await SendAndBeRefusedAsync(alice, "not json", 1);
        }

        await alice.SendAsync("still here");
        await alice.ReceiveMessageAsync();
    }

    [Fact]
    public async Task Pongs_AndMessagesThatAreTaken_CountAsNothing()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectV1Async(42);
        await SendAndBeRefusedAsync(alice, "not json", MaxRefusals);

        for (var i = 0; i < 3 * MaxRefusals; i++)
        {
            await alice.SendTextAsync("""{"type":"pong"}""");
            await alice.SendAsync("taken", clientId: $"a-{i}");
            await alice.ReceiveMessageAsync();
            await alice.ReceiveJsonAsync("ack");
        }
    }

    [Fact]
    public async Task Messages_ThatTheServerCannotTake_CountAsNothing()
    {
        var store = Substitute.For<IMessageStore>();
        store.AppendAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await StartAsync(services: services => services.AddSingleton(store));
        var alice = await app.ConnectAsync(42);

        for (var i = 0; i < 3 * MaxRefusals; i++)
        {
            await alice.SendAsync("again");
            Assert.Contains("send it again", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task SendAndBeRefusedAsync(ChatClient client, string frame, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await client.SendTextAsync(frame);
            await client.ReceiveErrorAsync();
        }
    }

    /// <summary>A chat whose clock stands still, so that no refusal comes back by itself.</summary>
    private Task<ChatApp> StartAsync(
        Transport transport = Transport.Direct, Action<CommunityChatOptions>? configure = null, Action<IServiceCollection>? services = null) => ChatApp.StartAsync(
        options =>
        {
            (options.RateLimit.MaxRefusals, options.RateLimit.RefusalsPerSecond) = (MaxRefusals, 1);
            configure?.Invoke(options);
        },
        added =>
        {
            added.AddSingleton<TimeProvider>(_time);
            services?.Invoke(added);
        },
        transport: transport);
}
