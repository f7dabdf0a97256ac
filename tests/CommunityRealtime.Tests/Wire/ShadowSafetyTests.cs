using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A service in the shadow is compared and counted; the chat goes on as if it were not there.</summary>
public sealed class ShadowSafetyTests
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    [Fact]
    public async Task Messages_JudgedInTheShadowToo_AreCountedByBothVerdictsAndShownAsBefore()
    {
        var shadow = new ScriptedSafetyService((text, _) => text switch
        {
            "fails" => throw new InvalidOperationException("secret"),
            "mild" => Task.FromResult(new SafetyAssessment { Verdict = SafetyVerdict.Refuse }),
            "kill yourself" => Task.FromResult(new SafetyAssessment { Verdict = SafetyVerdict.Refuse }),
            _ => Task.FromResult(SafetyAssessment.Allow),
        });
        await using var app = await StartAsync(shadow, new() { Name = "candidate" });
        using var listener = Listen(app);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        foreach (var text in new[] { "hello", "mild", "kill yourself", "fails", "good night" })
        {
            await alice.SendAsync(text);
        }

        foreach (var text in new[] { "hello", "mild", "fails", "good night" })
        {
            Assert.Equal(text, (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        }

        await Eventually.TrueAsync(() => _counts.Values.Sum() == 5, "the comparisons");
        Assert.Equal(
            [
                "community_chat.safety.shadow agreed=False service=candidate shadow_verdict=refuse verdict=allow: 1",
                "community_chat.safety.shadow agreed=True service=candidate shadow_verdict=allow verdict=allow: 2",
                "community_chat.safety.shadow agreed=True service=candidate shadow_verdict=refuse verdict=refuse: 1",
                "community_chat.safety.shadow.missed reason=failed service=candidate: 1",
            ],
            _counts.Select(count => $"{count.Key}: {count.Value}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(app.Logs.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_WhileTheShadowHangs_AreShownAtOnceAndThoseBeyondItsQueueLeftOut()
    {
        var shadow = new ScriptedSafetyService((_, _) => new TaskCompletionSource<SafetyAssessment>().Task);
        await using var app = await StartAsync(
            shadow, new() { Name = "candidate", MaxConcurrentChecks = 1, MaxWaiting = 2, TimeBudget = TimeSpan.FromMilliseconds(100) });
        using var listener = Listen(app);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("first");
        await alice.ReceiveMessageAsync();
        await Eventually.TrueAsync(() => _counts.GetValueOrDefault("community_chat.safety.shadow.missed reason=timeout service=candidate") == 1, "the end of the budget");
        for (var number = 0; number < 5; number++)
        {
            await alice.SendAsync($"{number}");
            await alice.ReceiveMessageAsync();
        }

        // The call that goes on keeps its place.
        Assert.Equal(3, _counts["community_chat.safety.shadow.missed reason=queue_full service=candidate"]);
        Assert.Equal(1, shadow.Calls);
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Message_WithoutAJudgement_IsNotComparedInTheShadow()
    {
        var shadow = new ScriptedSafetyService(_ => SafetyVerdict.Allow);
        await using var app = await ChatApp.StartAsync(services: services =>
        {
            services.AddSingleton<ISafetyService>(new ScriptedSafetyService((text, _) => text == "unjudged"
                ? throw new InvalidOperationException()
                : Task.FromResult(SafetyAssessment.Allow)));
            services.AddCommunityChat().AddShadowSafetyService(_ => shadow, new() { Name = "candidate" });
        });
        using var listener = Listen(app);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("unjudged");
        await alice.ReceiveErrorAsync();
        await alice.SendAsync("judged");

        await Eventually.TrueAsync(() => !_counts.IsEmpty, "the comparison");
        Assert.Equal(1, shadow.Calls);
    }

    [Fact]
    public async Task Outage_OfAFurtherService_IsCountedByServiceReasonAndPolicy()
    {
        await using var app = await ChatApp.StartAsync(services: services => services.AddCommunityChat().AddSafetyService(
            _ => new ScriptedSafetyService((_, _) => throw new InvalidOperationException()),
            new() { Name = "judge", Retries = 0, OutagePolicy = SafetyOutagePolicy.Open }));
        using var listener = Listen(app);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("hello");
        await alice.ReceiveMessageAsync();

        Assert.Equal("community_chat.safety.outages policy=open reason=failed service=judge", Assert.Single(_counts.Keys));
    }

    private static Task<ChatApp> StartAsync(ScriptedSafetyService shadow, ShadowSafetyServiceOptions options) =>
        ChatApp.StartAsync(services: services => services.AddCommunityChat().AddShadowSafetyService(_ => shadow, options));

    /// <summary>Listens to what one app's meter tells of safety; others run in the same process.</summary>
    private MeterListener Listen(ChatApp app)
    {
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (IsOfFurtherServices(instrument.Name) && instrument.Meter.Scope == factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var words = tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);
            _counts.AddOrUpdate($"{instrument.Name} {string.Join(' ', words)}", value, (_, sum) => sum + value);
        });
        listener.Start();
        return listener;
    }

    private static bool IsOfFurtherServices(string name) =>
        name.StartsWith("community_chat.safety.shadow", StringComparison.Ordinal) || name == "community_chat.safety.outages";
}
