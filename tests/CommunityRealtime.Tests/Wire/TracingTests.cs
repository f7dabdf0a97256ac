using System.Diagnostics;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Each message is a trace of its own, which leads to its connection and never to somebody anonymous.</summary>
public sealed class TracingTests
{
    [Fact]
    public async Task Messages_AreTracesOfTheirOwn_LinkedToTheirConnectionUnlessTheyAreAnonymous()
    {
        using var sinks = new Sinks();
        await using var app = await ChatApp.StartAsync();
        var connection = ActivityTraceId.CreateRandom();
        var alice = await app.OpenAsync(
            $"/api/communities/ws/5?token={Tokens.For("42")}",
            socket => socket.SetRequestHeader("traceparent", $"00-{connection}-{ActivitySpanId.CreateRandom()}-01"));

        await alice.SendAsync("nobody's", isAnonymous: true);
        await alice.SendAsync("mine");
        await alice.SendAsync(" ");
        await alice.ReceiveMessageAsync();
        await alice.ReceiveMessageAsync();
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
        Assert.Contains(Ours(sinks), activity => activity.OperationName == "chat message" && !activity.Links.Any());
    }

    private static IEnumerable<Activity> Ours(Sinks sinks) => sinks.Activities.Where(activity => activity.Source.Name == CommunityChatDiagnostics.ActivitySourceName);

    private static IEnumerable<string> Steps(Sinks sinks, Activity message) =>
        Ours(sinks).Where(activity => activity.ParentSpanId == message.SpanId).Select(activity => activity.OperationName);
}
