using System.Text.Json;
using CommunityRealtime.Connections;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Whole frames in the right order, whatever way they take.</summary>
public sealed class TransportTests
{
    private const int Messages = 200;

    /// <summary>Makes messages so large that what waits for a member passes what the kernels hold, and really waits.</summary>
    private static readonly string Filler = new('x', 1_900);

    [Theory]
    [InlineData(Transport.Direct, typeof(DirectSink))]
    [InlineData(Transport.Stream, typeof(StreamSink))]
    [InlineData(Transport.Tls, typeof(StreamSink))]
    [InlineData(Transport.Http2, typeof(StreamSink))]
    [InlineData(Transport.InMemory, typeof(MessageSink))]
    public async Task Connection_OverATransport_TakesItsWayOut(Transport transport, Type sink)
    {
        var connections = new RecordingConnections();
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<IConnectionManager>(connections), transport: transport);

        await app.ConnectAsync(42);

        Assert.True(connections.Opened.Single().TryGetTarget(out var connection));
        await Eventually.TrueAsync(() => Internals.SinkOf(connection) is not null, "the way out to open");
        Assert.IsType(sink, Internals.SinkOf(connection));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Answers_ToPipelinedMessages_ComeInOrderAndNeverBeforeTheirMessage(Transport transport)
    {
        await using var app = await StartAsync(transport);
        var alice = await app.ConnectAsync(42, receiveBufferBytes: 4_096);
        var bob = await app.ConnectAsync(43);

        for (var i = 1; i <= Messages; i++)
        {
            await alice.SendAsync($"message {i}{Filler}");
            await alice.SendTextAsync("not JSON");
        }

        var seen = new List<string>();
        while (seen.Count < Messages * 3)
        {
            seen.Add(Describe(await alice.ReceiveJsonAsync()));
        }

        AssertAnswersFollowTheirMessages(seen);
        for (var i = 1; i <= Messages; i++)
        {
            Assert.Equal($"message {i}", Describe(await bob.ReceiveJsonAsync()));
        }
    }

    [Theory]
    [ClassData(typeof(Http1Transports))]
    public async Task Bytes_OfPipelinedMessagesPingsAndAStormBeside_AreWholeFramesInOrder(Transport transport)
    {
        await using var app = await StartAsync(transport);
        using var alice = await RawMember.ConnectAsync(app, 42, receiveBufferBytes: 4_096);
        var bob = await app.ConnectAsync(43);

        for (var i = 1; i <= Messages; i++)
        {
            await alice.WriteAsync(ClientFrame.Message($"message {i}{Filler}"), ClientFrame.Text("not JSON"), ClientFrame.Ping($"pong {i}"));
            await bob.SendAsync($"beside {i}{Filler}");
        }

        var seen = new List<string>();
        while (seen.Count < Messages * 5)
        {
            var frame = await alice.ReadFrameAsync();
            Assert.True(frame is { Opcode: ClientFrame.TextOpcode or ClientFrame.PongOpcode }, $"The server sent {frame}.");
            seen.Add(frame.Opcode == ClientFrame.PongOpcode ? frame.Text : Describe(JsonElement.Parse(frame.Text)));
        }

        AssertAnswersFollowTheirMessages(seen);
        AssertNumbered(seen, "pong ");
        AssertNumbered(seen, "beside ");
        Assert.All(Enumerable.Range(1, Messages), i => Assert.True(
            seen.IndexOf($"message {i}") < seen.IndexOf($"pong {i}"), $"Pong {i} came before message {i}."));
    }

    private static void AssertAnswersFollowTheirMessages(List<string> seen)
    {
        AssertNumbered(seen, "message ");
        AssertNumbered(seen, "reply ");
        var errors = seen.Index().Where(entry => entry.Item == "error").Select(entry => entry.Index).ToArray();
        Assert.Equal(Messages, errors.Length);
        for (var i = 1; i <= Messages; i++)
        {
            var (message, reply) = (seen.IndexOf($"message {i}"), seen.IndexOf($"reply {i}"));
            Assert.True(message < reply && reply < errors[i - 1], $"Message {i} came at {message}, its reply at {reply}, the next error at {errors[i - 1]}.");
        }
    }

    private static void AssertNumbered(IEnumerable<string> seen, string kind) =>
        Assert.Equal(Enumerable.Range(1, Messages).Select(i => $"{kind}{i}"), seen.Where(text => text.StartsWith(kind, StringComparison.Ordinal)));

    private static string Describe(JsonElement frame) => frame.GetProperty("type").GetString() switch
    {
        "message" => frame.GetProperty("message").GetProperty("content").GetString()!.Replace(Filler, string.Empty, StringComparison.Ordinal),
        "system" => frame.GetProperty("content").GetString()!,
        var other => other!,
    };

    /// <summary>An app whose safety gate answers each message of Alice's with a reply of the same number.</summary>
    private static Task<ChatApp> StartAsync(Transport transport)
    {
        var safety = Substitute.For<ISafetyService>();
        safety.AssessUserMessageAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            var text = call.Arg<SafetyRequest>().Text;
            return text.StartsWith("message ", StringComparison.Ordinal)
                ? new SafetyAssessment { Verdict = SafetyVerdict.AllowWithSupport, SafeReply = text.Replace(Filler, string.Empty, StringComparison.Ordinal).Replace("message", "reply", StringComparison.Ordinal) }
                : SafetyAssessment.Allow;
        });
        return ChatApp.StartAsync(options => options.Limits.MaxQueuedBytes = 1 << 24, services => services.AddSingleton(safety), transport: transport);
    }
}
