using System.Diagnostics;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Each message is a trace of its own, which leads to its connection and never to somebody anonymous.</summary>
public sealed class TracingTests
{
    [Fact]
    public async Task Messages_AreTracesOfTheirOwn_LinkedToTheirConnectionUnlessTheyAreAnonymousOrWithheld()
    {
        using var sinks = new Sinks();
        using var judging = new ActivitySource($"judge {Guid.NewGuid()}");
        var judge = new ScriptedSafetyService(text =>
        {
            using var activity = judging.StartActivity(text);
            return text == "a secret" ? SafetyVerdict.Refuse : SafetyVerdict.Allow;
        });
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<ISafetyService>(judge));
        var connection = ActivityTraceId.CreateRandom();
        var alice = await app.OpenAsync(
            $"/api/communities/ws/5?token={Tokens.For("42")}",
            socket => socket.SetRequestHeader("traceparent", $"00-{connection}-{ActivitySpanId.CreateRandom()}-01"));

        await alice.SendAsync("nobody's", isAnonymous: true);
        await alice.SendAsync("mine");
        await alice.SendAsync("a secret");
        await alice.SendAsync(" ");
        await alice.ReceiveMessageAsync();
        await alice.ReceiveMessageAsync();
        await alice.ReceiveJsonAsync("system");
        await alice.ReceiveErrorAsync();
        await alice.CloseAsync();
        await Eventually.TrueAsync(() => sinks.Activities.Any(activity => activity.TraceId == connection), "the end of the request");

        var messages = Ours(sinks).Where(activity => activity.Links.Any(link => link.Context.TraceId == connection)).ToArray();
        Assert.Equal(["stored", "content_empty"], messages.Select(activity => activity.GetTagItem("community_chat.outcome")));
        Assert.All(messages, message => Assert.Equal("chat message", message.OperationName));
        Assert.All(messages, message => Assert.Null(message.Parent));
        Assert.Equal(["safety", "append"], Steps(sinks, messages[0]));
        Assert.Empty(Steps(sinks, messages[1]));
        Assert.DoesNotContain(Ours(sinks), activity => activity.TraceId == connection);

        // Nor does what others trace below a message lead to its connection: the anonymous one, the named one, the one that was withheld.
        var judged = sinks.Activities.Where(activity => activity.Source == judging).ToArray();
        Assert.Equal(3, judged.Select(activity => activity.TraceId).Distinct().Count());
        Assert.DoesNotContain(judged, activity => activity.TraceId == connection);
        Assert.Equal(messages[0].TraceId, judged.Single(activity => activity.OperationName == "mine").TraceId);
        Assert.Contains(Ours(sinks), activity => activity.OperationName == "chat message" && !activity.Links.Any());
    }

    private static IEnumerable<Activity> Ours(Sinks sinks) => sinks.Activities.Where(activity => activity.Source.Name == CommunityChatDiagnostics.ActivitySourceName);

    private static IEnumerable<string> Steps(Sinks sinks, Activity message) =>
        Ours(sinks).Where(activity => activity.ParentSpanId == message.SpanId).Select(activity => activity.OperationName);
}
