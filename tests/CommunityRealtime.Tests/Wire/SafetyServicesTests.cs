using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Tests.Wire;

/// <summary>What members see of a chat with further safety services.</summary>
public sealed class SafetyServicesTests
{
    private static readonly SafetyAssessment Crisis = new() { Verdict = SafetyVerdict.Withhold, Category = SafetyCategory.Crisis, Level = CrisisLevel.Acute };

    [Theory]
    [InlineData("I am going to kill myself tonight")]
    [InlineData("kill yourself")]
    public async Task Message_ThatTheBuiltInServiceDoesNotShow_IsNotSentToOthers(string text)
    {
        var judge = new ScriptedSafetyService(_ => SafetyVerdict.Allow);
        await using var app = await StartAsync(judge);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync(text);
        await alice.ReceiveJsonAsync("system");

        Assert.Equal(0, judge.Calls);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_ThatAFurtherServiceRefuses_IsShownToNobody(Transport transport)
    {
        await using var app = await StartAsync(new(text => text == "bad" ? SafetyVerdict.Refuse : SafetyVerdict.Allow), transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("bad");
        await alice.SendAsync("good");

        Assert.Equal("safety", (await alice.ReceiveJsonAsync("system")).GetProperty("role").GetString());
        Assert.Equal("good", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Message_ThatOneServiceRefusesAndAnotherFindsACrisisIn_OpensACase()
    {
        await using var app = await ChatApp.StartAsync(services: services =>
        {
            Builder(services)
                .AddSafetyService(_ => new ScriptedSafetyService(_ => SafetyVerdict.Refuse), new() { Name = "first" })
                .AddSafetyService(_ => new ScriptedSafetyService((_, _) => Task.FromResult(Crisis)), new() { Name = "second" })
                .AddSafetyService(_ => new ScriptedSafetyService((_, _) => throw new HttpRequestException()), new() { Name = "third", Retries = 0 });
        });
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("so long");

        Assert.StartsWith("Please call", (await alice.ReceiveJsonAsync("system")).GetProperty("content").GetString(), StringComparison.Ordinal);
        var file = Assert.Single(await app.Services.GetRequiredService<ICrisisCaseStore>().AllAsync());
        Assert.Equal(CrisisLevel.Acute, file.Case.Level);
    }

    [Theory]
    [InlineData(SafetyOutagePolicy.Closed)]
    [InlineData(SafetyOutagePolicy.Hold)]
    [InlineData(SafetyOutagePolicy.Open)]
    public async Task Message_DuringAnOutage_IsHandledAsTheChatsPolicySays(SafetyOutagePolicy policy)
    {
        await using var app = await StartAsync(
            new((text, _) => text == "unjudged" ? throw new InvalidOperationException("secret") : Task.FromResult(SafetyAssessment.Allow)),
            configure: options => options.Safety.OutagePolicy = policy);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("unjudged", clientId: "a-1");
        var answer = await alice.ReceiveJsonAsync();
        await bob.SendAsync("judged");
        var seen = (await bob.ReceiveMessageAsync()).GetProperty("content").GetString();

        switch (policy)
        {
            case SafetyOutagePolicy.Closed:
                Assert.Equal("a-1", answer.GetProperty("client_id").GetString());
                Assert.Equal("unavailable", answer.GetProperty("code").GetString());
                break;
            case SafetyOutagePolicy.Hold:
                Assert.Equal(("system", "safety"), (answer.GetProperty("type").GetString(), answer.GetProperty("role").GetString()));
                Assert.Contains("waits for a review", answer.GetProperty("content").GetString(), StringComparison.Ordinal);
                break;
            default:
                Assert.NotEqual("error", answer.GetProperty("type").GetString());
                Assert.NotEqual("system", answer.GetProperty("type").GetString());
                break;
        }

        Assert.Equal(policy == SafetyOutagePolicy.Open ? "unjudged" : "judged", seen);
        Assert.Equal(policy == SafetyOutagePolicy.Open ? 2 : 1, (await app.HistoryAsync(43)).Count);
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal) || line.Text.Contains("unjudged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_ThatTheFirstServiceFailsToJudge_IsNotShownWhateverThePolicy()
    {
        var judge = new ScriptedSafetyService(_ => SafetyVerdict.Allow);
        await using var app = await ChatApp.StartAsync(
            options => options.Safety.OutagePolicy = SafetyOutagePolicy.Open,
            services =>
            {
                Builder(services).AddSafetyService(_ => judge, new() { Name = "judge", OutagePolicy = SafetyOutagePolicy.Open });
                services.AddSingleton<ISafetyService>(new ScriptedSafetyService((_, _) => throw new InvalidOperationException()));
            });
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("unjudged");

        Assert.Contains("not posted", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        Assert.Equal(0, judge.Calls);
        Assert.Empty(await app.HistoryAsync(42));
    }

    [Fact]
    public async Task Message_JudgedTooLate_IsNeverShown()
    {
        var late = new TaskCompletionSource<SafetyAssessment>();
        await using var app = await StartAsync(
            new((text, _) => text == "late" ? late.Task : Task.FromResult(SafetyAssessment.Allow)),
            service => service.TimeBudget = TimeSpan.FromMilliseconds(200));
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("late");
        Assert.Contains("not posted", await alice.ReceiveErrorAsync(), StringComparison.Ordinal);
        late.SetResult(SafetyAssessment.Allow);
        await alice.SendAsync("in time");

        Assert.Equal("in time", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Single(await app.HistoryAsync(42));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_SlowToJudge_DelaysNoOtherSenderAndKeepsItsSendersOrder(Transport transport)
    {
        var verdict = new TaskCompletionSource<SafetyAssessment>();
        await using var app = await StartAsync(
            new((text, _) => text == "slow" ? verdict.Task : Task.FromResult(SafetyAssessment.Allow)), transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("slow");
        await alice.SendAsync("after slow");
        await bob.SendAsync("quick");
        Assert.Equal("quick", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        verdict.SetResult(SafetyAssessment.Allow);

        Assert.Equal("slow", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("after slow", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Messages_BeyondTheChecksAtOnce_AreAnsweredWithoutAWait()
    {
        var verdict = new TaskCompletionSource<SafetyAssessment>();
        var judge = new ScriptedSafetyService((_, _) => verdict.Task);
        await using var app = await StartAsync(judge, service =>
        {
            service.MaxConcurrentChecks = 2;
            service.TimeBudget = TimeSpan.FromMinutes(1);
        });
        var slow = new[] { await app.ConnectAsync(42), await app.ConnectAsync(42) };
        var bob = await app.ConnectAsync(43);
        foreach (var client in slow)
        {
            await client.SendAsync("slow");
        }

        await Eventually.TrueAsync(() => judge.Calls == 2, "the checks");
        await bob.SendAsync("one more");

        Assert.Contains("not posted", await bob.ReceiveErrorAsync(), StringComparison.Ordinal);
        Assert.Equal(2, judge.Calls);
        verdict.SetResult(SafetyAssessment.Allow);
        Assert.Equal("slow", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public void Mistakes_InTheSettings_AreReportedTogether()
    {
        var services = new ServiceCollection();
        services.AddCommunityChat(options => options.Safety.OutagePolicy = (SafetyOutagePolicy)9)
            .AddSafetyService(_ => null!, new() { Name = "twice", Retries = 4, TimeBudget = TimeSpan.Zero })
            .AddSafetyService(_ => null!, new() { Name = "twice", MaxConcurrentChecks = 0, BreakDuration = TimeSpan.FromMilliseconds(1) })
            .AddSafetyService<ScriptedSafetyService>(service => service.Name = "no name")
            .AddShadowSafetyService(_ => null!, new() { Name = "twice", MaxWaiting = 0, MaxConcurrentChecks = 1_001, TimeBudget = TimeSpan.FromHours(1) });
        using var provider = services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<CommunityChatOptions>>().Value);

        string[] mistakes =
        [
            "Safety:OutagePolicy", "\"twice\": TimeBudget", "\"twice\": Retries", "\"twice\": MaxConcurrentChecks", "\"twice\": BreakDuration",
            "AddShadowSafetyService \"twice\": TimeBudget", "AddShadowSafetyService \"twice\": MaxConcurrentChecks", "AddShadowSafetyService \"twice\": MaxWaiting",
            "\"no name\"", "\"twice\" is there more than once",
        ];
        Assert.All(mistakes, mistake => Assert.Contains(mistake, exception.Message, StringComparison.Ordinal));
        Assert.Equal(mistakes.Length, exception.Message.Split("Property ").Length - 1);
    }

    private static ICommunityChatBuilder Builder(IServiceCollection services) => services.AddCommunityChat();

    private static Task<ChatApp> StartAsync(
        ScriptedSafetyService judge,
        Action<SafetyServiceOptions>? service = null,
        Action<CommunityChatOptions>? configure = null,
        Transport transport = Transport.Direct)
    {
        var options = new SafetyServiceOptions { Name = "judge", Retries = 0 };
        service?.Invoke(options);
        return ChatApp.StartAsync(configure, services => Builder(services).AddSafetyService(_ => judge, options), transport: transport);
    }
}
