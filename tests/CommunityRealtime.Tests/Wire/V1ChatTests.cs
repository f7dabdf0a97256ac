using System.Text.RegularExpressions;
using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Messages in the profile <c>community-chat.v1</c>, beside members of the plain one: docs/PROTOCOL.md, to the field and to the order of the fields.</summary>
public sealed class V1ChatTests
{
    private const string Time = """\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_InARoomOfBothProfiles_IsTheSameForPlainMembersAndHasANumberForTheOthers(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);
        var plain = await app.ConnectAsync(43);

        await alice.SendAsync("Hello everyone!", clientId: "a-1");
        var (own, ack, others, plainOthers) = (
            await alice.ReceiveTextAsync(), await alice.ReceiveTextAsync(), await bob.ReceiveTextAsync(), await plain.ReceiveTextAsync());
        await plain.SendTextAsync("""{"type":"message","content":"Hi","client_id":"p-1"}""");
        var (fromPlain, ownPlain) = (await alice.ReceiveTextAsync(), await plain.ReceiveTextAsync());

        var message = """\{"id":1,"community_id":5,"user_id":42,"content":"Hello everyone!","is_anonymous":false,"created_at":"TIME","display_name":"User 42"\}""".Replace("TIME", Time, StringComparison.Ordinal);
        Assert.Matches($$"""^\{"type":"message","seq":1,"message":{{message}}\}$""", own);
        Assert.Equal("""{"type":"ack","client_id":"a-1","message_id":1,"seq":1,"duplicate":false}""", ack);
        Assert.Equal(own, others);
        Assert.Equal(own.Replace("\"seq\":1,", string.Empty, StringComparison.Ordinal), plainOthers);
        Assert.StartsWith("""{"type":"message","seq":2,"message":{"id":2,"community_id":5,"user_id":43,"content":"Hi",""", fromPlain, StringComparison.Ordinal);
        Assert.Equal(fromPlain.Replace("\"seq\":2,", string.Empty, StringComparison.Ordinal), ownPlain);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_Anonymous_TellsItsAuthorToNobodyButTheAuthorsOwnConnections(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var phone = await app.ConnectV1Async(42);
        var laptop = await app.ConnectAsync(42);
        var bob = await app.ConnectV1Async(43);
        var plain = await app.ConnectAsync(43);

        await phone.SendAsync("Hi", clientId: "a-1", isAnonymous: true);

        var pattern = """\{"id":1,"community_id":5,"user_id":USER,"content":"Hi","is_anonymous":true,"created_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z","display_name":"Anonymous"MINE\}""";
        Assert.Matches($$"""^\{"type":"message","seq":1,"message":{{Message("null", "")}}\}$""", await bob.ReceiveTextAsync());
        Assert.Matches($$"""^\{"type":"message","seq":1,"message":{{Message("42", ",\"mine\":true")}}\}$""", await phone.ReceiveTextAsync());
        Assert.Matches($$"""^\{"type":"message","message":{{Message("null", "")}}\}$""", await plain.ReceiveTextAsync());
        Assert.Matches($$"""^\{"type":"message","message":{{Message("42", "")}}\}$""", await laptop.ReceiveTextAsync());

        string Message(string user, string mine) =>
            pattern.Replace("USER", user, StringComparison.Ordinal).Replace("MINE", mine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_AnonymousByDifferentAuthors_IsTheSameBytesForOthersButForNumbersAndTime()
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>()
            .SetAsync(new(5), new(44), CommunityMembership.Member(CommunityRole.Moderator, "A much longer name"), default);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectAsync(43);
        var carol = await app.ConnectV1Async(44);
        var reader = await app.ConnectV1Async(43);

        await alice.SendAsync("same words", clientId: "short", isAnonymous: true);
        var byAlice = await reader.ReceiveTextAsync();
        await carol.SendAsync("same words", clientId: new string('x', 64), isAnonymous: true);
        var byCarol = await reader.ReceiveTextAsync();

        Assert.Equal(WithoutNumbersAndTime(byAlice), WithoutNumbersAndTime(byCarol));
        Assert.Equal(WithoutNumbersAndTime(await bob.ReceiveTextAsync()), WithoutNumbersAndTime(await bob.ReceiveTextAsync()));

        static string WithoutNumbersAndTime(string frame) =>
            Regex.Replace(frame, "\"(id|seq)\":\\d+|\"created_at\":\"[^\"]+\"", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Message_AnonymousWithRevealUserId_IsTheSameForEveryone()
    {
        await using var app = await ChatApp.StartAsync(options => options.Anonymity.RevealUserId = true);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);

        await alice.SendAsync("Hi", isAnonymous: true);

        Assert.Equal(await alice.ReceiveTextAsync(), await bob.ReceiveTextAsync());
    }

    [Fact]
    public async Task ClientId_AndTheMarkOfTheAuthor_ReachNobodyElse()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);
        var plain = await app.ConnectAsync(43);

        await alice.SendAsync("named", clientId: "canary-1");
        await alice.SendAsync("anonymous", clientId: "canary-2", isAnonymous: true);
        var seen = new[] { await bob.ReceiveTextAsync(), await bob.ReceiveTextAsync(), await plain.ReceiveTextAsync(), await plain.ReceiveTextAsync() };
        var again = await app.ConnectV1Async(43, query: "?after=0");
        var kept = (await app.HistoryAsync(42)).Concat(await app.HistoryAsync(43)).Select(message => message.GetRawText());

        Assert.All([.. seen, await again.ReceiveTextAsync(), await again.ReceiveTextAsync(), .. kept], text =>
        {
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            Assert.DoesNotContain("client_id", text, StringComparison.Ordinal);
            Assert.DoesNotContain("mine", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Acks_ToPipelinedMessages_EachFollowTheirMessage(Transport transport)
    {
        const int Messages = 200;
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);

        for (var i = 1; i <= Messages; i++)
        {
            await alice.SendAsync($"{i}", clientId: $"a-{i}");
            await bob.SendAsync($"beside {i}", clientId: $"b-{i}");
        }

        var (seen, acked) = (new HashSet<long>(), new HashSet<string>());
        while (acked.Count < Messages)
        {
            var frame = await alice.ReceiveJsonAsync();
            if (frame.GetProperty("type").GetString() == "message")
            {
                seen.Add(frame.GetProperty("seq").GetInt64());
            }
            else
            {
                Assert.Contains(frame.GetProperty("seq").GetInt64(), seen);
                Assert.True(acked.Add(frame.GetProperty("client_id").GetString()!));
            }
        }

        Assert.Equal(Enumerable.Range(1, Messages).Select(i => $"a-{i}").Order(), acked.Order());
    }

    [Fact]
    public async Task Message_WithoutAClientId_IsAcknowledgedWithoutOne()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("Hi");
        await alice.ReceiveMessageAsync();

        Assert.Equal("""{"type":"ack","message_id":1,"seq":1,"duplicate":false}""", await alice.ReceiveTextAsync());
    }

    [Fact]
    public async Task Message_SentAgain_IsAcknowledgedAgainAndShownOnce()
    {
        await using var app = await ChatApp.StartAsync();
        var phone = await app.ConnectV1Async(42);
        var bob = await app.ConnectV1Async(43);
        await phone.SendAsync("Hi", clientId: "a-1", isAnonymous: true);
        await phone.ReceiveMessageAsync();
        await phone.ReceiveJsonAsync("ack");

        var laptop = await app.ConnectV1Async(42);
        await laptop.SendAsync("Hi", clientId: "a-1", isAnonymous: true);
        var again = await laptop.ReceiveTextAsync();
        await laptop.SendAsync("Hi", clientId: "a-1", isAnonymous: false);
        var asSomebody = await laptop.ReceiveTextAsync();
        await laptop.SendAsync("Bye", clientId: "a-1", isAnonymous: true);
        var otherWords = await laptop.ReceiveTextAsync();
        await bob.SendAsync("mine", clientId: "a-1");

        Assert.Equal("""{"type":"ack","client_id":"a-1","message_id":1,"seq":1,"duplicate":true}""", again);
        Assert.Equal("""{"type":"error","code":"conflict","detail":"This message was sent before with another content.","client_id":"a-1"}""", otherWords);
        Assert.Equal(otherWords, asSomebody);
        Assert.Equal(1, (await bob.ReceiveMessageAsync()).GetProperty("id").GetInt64());
        Assert.Equal("mine", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("""{"type":"ack","client_id":"a-1","message_id":2,"seq":2,"duplicate":false}""", await bob.ReceiveTextAsync());
    }

    [Fact]
    public async Task Broadcast_OfTheHostsOwnEvents_ReachesWhoTheyAreFor()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectV1Async(42);
        var plain = await app.ConnectAsync(43);

        app.Connections.Broadcast(new V1OnlyEvent());
        app.Connections.Broadcast(new EncodedRoomEvent(new(5), 0, """{"type":"hosts_own"}"""u8.ToArray()));

        Assert.Equal("""{"type":"for_v1"}""", await alice.ReceiveTextAsync());
        Assert.Equal("""{"type":"hosts_own"}""", await alice.ReceiveTextAsync());
        Assert.Equal("""{"type":"hosts_own"}""", await plain.ReceiveTextAsync());
    }

    private sealed class V1OnlyEvent : RoomEvent
    {
        public override CommunityId Community => new(5);

        public override long Sequence => 0;

        public override UserId? Author => null;

        public override ReadOnlyMemory<byte> GetPayload(ChatProfile profile) =>
            profile == ChatProfile.V1 ? """{"type":"for_v1"}"""u8.ToArray() : ReadOnlyMemory<byte>.Empty;

        public override ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile) => GetPayload(profile);
    }
}
