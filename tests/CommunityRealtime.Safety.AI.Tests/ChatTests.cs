using System.Diagnostics.Metrics;
using CommunityRealtime.Safety.AI.Tests.Support;
using CommunityRealtime.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety.AI.Tests;

/// <summary>What members of a chat see whose messages a language model judges, too.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    private ModelServer _model = null!;

    public async Task InitializeAsync() => _model = await ModelServer.StartAsync();

    public Task DisposeAsync() => _model.DisposeAsync().AsTask();

    [Fact]
    public async Task Messages_JudgedByTheModel_AreShownRefusedOrAnswered()
    {
        _model.Answer = turn => ModelAnswer.Says(
            turn.Contains("sly insult", StringComparison.Ordinal) ? """{"category":"harm","level":"none","verdict":"refuse"}"""
            : turn.Contains("letters on the table", StringComparison.Ordinal) ? """{"category":"crisis","level":"acute","verdict":"withhold"}"""
            : """{"category":"none","level":"none","verdict":"allow"}""");
        await using var chat = await StartAsync();
        var alice = await chat.ConnectAsync(42);
        var bob = await chat.ConnectAsync(43);

        foreach (var text in new[] { "a sly insult", "letters on the table", "good morning" })
        {
            await ChatHost.SendAsync(alice, text);
        }

        Assert.StartsWith("system Your message was not posted", await ChatHost.ReceiveAsync(alice), StringComparison.Ordinal);
        Assert.StartsWith("system Please call the emergency number", await ChatHost.ReceiveAsync(alice), StringComparison.Ordinal);
        Assert.Equal("message good morning", await ChatHost.ReceiveAsync(bob));
        Assert.DoesNotContain(chat.Log.Lines, line => line.Contains("insult", StringComparison.Ordinal) || line.Contains("letters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_ThatTheBuiltInServiceWithholds_IsNotSentToTheModel()
    {
        await using var chat = await StartAsync();
        var alice = await chat.ConnectAsync(42);

        await ChatHost.SendAsync(alice, "I am going to kill myself tonight");

        Assert.StartsWith("system ", await ChatHost.ReceiveAsync(alice), StringComparison.Ordinal);
        Assert.Empty(_model.Requests);
    }

    [Theory]
    [InlineData("garbage", SafetyOutagePolicy.Closed)]
    [InlineData("500", SafetyOutagePolicy.Closed)]
    [InlineData("hangs", SafetyOutagePolicy.Closed)]
    [InlineData("echoes", SafetyOutagePolicy.Closed)]
    [InlineData("garbage", SafetyOutagePolicy.Hold)]
    [InlineData("hangs", SafetyOutagePolicy.Hold)]
    [InlineData("500", SafetyOutagePolicy.Open)]
    public async Task Message_WithoutAJudgementOfTheModel_IsHandledAsThePolicySays(string model, SafetyOutagePolicy policy)
    {
        _model.Answer = turn => !turn.Contains("secret", StringComparison.Ordinal) ? ModelAnswer.Says("""{"category":"none","level":"none","verdict":"allow"}""") : model switch
        {
            "hangs" => ModelAnswer.Nothing,
            "500" => new(500, turn),
            "echoes" => ModelAnswer.Says(turn),
            _ => ModelAnswer.Says("I think it is fine."),
        };
        await using var chat = await StartAsync(options =>
        {
            options.TimeBudget = TimeSpan.FromSeconds(model == "hangs" ? 0.3 : 10);
            options.OutagePolicy = policy;
        });
        var alice = await chat.ConnectAsync(42);
        var bob = await chat.ConnectAsync(43);

        await ChatHost.SendAsync(alice, "secret text");
        var answer = await ChatHost.ReceiveAsync(alice);
        await ChatHost.SendAsync(alice, "and now");
        var seen = await ChatHost.ReceiveAsync(bob);

        Assert.StartsWith(
            policy switch { SafetyOutagePolicy.Closed => "error ", SafetyOutagePolicy.Hold => "system ", _ => "message secret text" }, answer, StringComparison.Ordinal);
        Assert.Equal(policy == SafetyOutagePolicy.Open ? "message secret text" : "message and now", seen);
        Assert.DoesNotContain(chat.Log.Lines, line => line.Contains("secret text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Model_InTheShadow_DecidesNothingAndIsCounted()
    {
        var counted = new TaskCompletionSource<string>();
        _model.Answer = _ => ModelAnswer.Says("""{"category":"harm","level":"none","verdict":"refuse"}""");
        using var client = _model.CreateClient();
        IMeterFactory? meters = null;
        await using var chat = await ChatHost.StartAsync(builder => builder.AddShadowSafetyService(
            provider =>
            {
                meters = provider.GetRequiredService<IMeterFactory>();
                return new AISafetyService(client, new(), provider.GetRequiredService<ILogger<AISafetyService>>());
            },
            new() { Name = "ai" }));
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "community_chat.safety.shadow" && instrument.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.TrySetResult(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();
        var alice = await chat.ConnectAsync(42);

        await ChatHost.SendAsync(alice, "hello");

        Assert.Equal("message hello", await ChatHost.ReceiveAsync(alice));
        Assert.Equal("service=ai agreed=False verdict=allow shadow_verdict=refuse", await counted.Task.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Start_WithoutAClient_SaysWhatToCall()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatHost.StartAsync(builder => builder.AddAISafetyService()));

        Assert.Contains("AddChatClient", exception.Message, StringComparison.Ordinal);
    }

    private Task<ChatHost> StartAsync(Action<AISafetyServiceOptions>? configure = null) => ChatHost.StartAsync(builder =>
    {
        builder.Services.AddSingleton(_model.CreateClient());
        builder.AddAISafetyService(options => configure?.Invoke(options));
    });
}
