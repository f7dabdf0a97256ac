using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Chat;

public sealed class ChatTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int General = 1;
    private const int PeerSupport = 5;

    [Fact]
    public async Task Message_Sent_ReachesBothUnderTheSameId()
    {
        using var alice = await DemoClient.SignInAsync(sample.Host, 42);
        using var bob = await DemoClient.SignInAsync(sample.Host, 43);
        using var aliceSocket = await alice.ConnectAsync(General);
        using var bobSocket = await bob.ConnectAsync(General);

        await aliceSocket.SendAsync(DemoClient.Frame("Hello everyone!"));

        var seenByAlice = (await aliceSocket.ReceiveAsync())["message"]!;
        var seenByBob = (await bobSocket.ReceiveAsync())["message"]!;
        Assert.True(JsonNode.DeepEquals(seenByAlice, seenByBob));
        Assert.Equal("Hello everyone!", seenByBob["content"]!.GetValue<string>());
        Assert.Equal(42, seenByBob["user_id"]!.GetValue<int>());
        Assert.Equal("Alice", seenByBob["display_name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Message_SentAnonymously_ShowsItsAuthorToNobodyElse()
    {
        using var alice = await DemoClient.SignInAsync(sample.Host, 42);
        using var bob = await DemoClient.SignInAsync(sample.Host, 43);
        using var aliceSocket = await alice.ConnectAsync(PeerSupport);
        using var bobSocket = await bob.ConnectAsync(PeerSupport);

        await aliceSocket.SendAsync(DemoClient.Frame("Between us", isAnonymous: true));

        var seenByAlice = (await aliceSocket.ReceiveAsync())["message"]!;
        var seenByBob = await bobSocket.ReceiveTextAsync();
        Assert.Equal(42, seenByAlice["user_id"]!.GetValue<int>());
        Assert.Contains("\"user_id\":null", seenByBob, StringComparison.Ordinal);
        Assert.Contains("\"display_name\":\"Anonymous\"", seenByBob, StringComparison.Ordinal);

        // Neither the number of the message nor the time tells of its author, though both may look like it.
        var rest = JsonNode.Parse(seenByBob!)!["message"]!.AsObject();
        rest.Remove("id");
        rest.Remove("created_at");
        Assert.DoesNotContain("42", rest.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", seenByBob, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfSomebodyInACrisis_IsAnsweredPrivatelyAndStoredNowhere()
    {
        using var alice = await DemoClient.SignInAsync(sample.Host, 42);
        using var carol = await DemoClient.SignInAsync(sample.Host, 44);
        using var aliceSocket = await alice.ConnectAsync(PeerSupport);
        using var carolSocket = await carol.ConnectAsync(PeerSupport);

        await aliceSocket.SendAsync(DemoClient.Frame("I want to kill myself"));
        var reply = await aliceSocket.ReceiveAsync();
        await aliceSocket.SendAsync(DemoClient.Frame("I am here again"));
        var next = await carolSocket.ReceiveAsync();

        Assert.Equal("system", reply["type"]!.GetValue<string>());
        Assert.Equal("safety", reply["role"]!.GetValue<string>());
        Assert.NotEmpty(reply["content"]!.GetValue<string>());
        Assert.Equal("I am here again", next["message"]!["content"]!.GetValue<string>());
        Assert.DoesNotContain("kill myself", (await carol.HistoryAsync(PeerSupport)).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("kill myself", sample.Host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_OfAnOutsider_IsClosedAsNotAMember()
    {
        using var mallory = await DemoClient.SignInAsync(sample.Host, 99);
        using var socket = await mallory.ConnectAsync(PeerSupport);

        Assert.Null(await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        Assert.Equal("not_a_member", socket.CloseReason);
    }

    [Fact]
    public async Task History_AfterACrash_IsStillThere()
    {
        await using var host = await SampleHost.StartAsync();
        using (var alice = await DemoClient.SignInAsync(host, 42))
        {
            await alice.PostAsync(General, "first", "second");
        }

        await host.CrashAsync();
        await host.StartAgainAsync();

        using var bob = await DemoClient.SignInAsync(host, 43);
        await bob.PostAsync(General, "third");
        var history = await bob.HistoryAsync(General);
        Assert.Equal(["first", "second", "third"], history.Select(message => message!["content"]!.GetValue<string>()));
        Assert.Equal([1L, 2L, 3L], history.Select(message => message!["id"]!.GetValue<long>()));
    }
}
