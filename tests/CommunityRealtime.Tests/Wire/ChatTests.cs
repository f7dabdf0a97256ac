using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>The plain profile as a client sees it: docs/PROTOCOL.md, to the field and to the order of the fields.</summary>
public sealed class ChatTests
{
    private const string Time = """\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_FromAMember_ReachesEveryoneWithTheseFieldsInThisOrder(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendTextAsync("""{"type":"message","content":"Hello everyone!"}""");

        var expected = "^" + """\{"type":"message","message":\{"id":1,"community_id":5,"user_id":42,"content":"Hello everyone!","is_anonymous":false,"created_at":"TIME","display_name":"User 42"\}\}""".Replace("TIME", Time, StringComparison.Ordinal) + "$";
        Assert.Matches(expected, await alice.ReceiveTextAsync());
        Assert.Matches(expected, await bob.ReceiveTextAsync());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Message_Anonymous_TellsItsAuthorToNobodyButTheAuthorsOwnConnections(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var phone = await app.ConnectAsync(42);
        var laptop = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await phone.SendTextAsync("""{"type":"message","content":"Hi","is_anonymous":true}""");

        var pattern = """^\{"type":"message","message":\{"id":1,"community_id":5,"user_id":USER,"content":"Hi","is_anonymous":true,"created_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z","display_name":"Anonymous"\}\}$""";
        Assert.Matches(pattern.Replace("USER", "null", StringComparison.Ordinal), await bob.ReceiveTextAsync());
        Assert.Matches(pattern.Replace("USER", "42", StringComparison.Ordinal), await phone.ReceiveTextAsync());
        Assert.Matches(pattern.Replace("USER", "42", StringComparison.Ordinal), await laptop.ReceiveTextAsync());
    }

    [Fact]
    public async Task Message_AnonymousByDifferentAuthors_IsTheSameBytesForOthersButForIdAndTime()
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(44), CommunityMembership.Member(), default);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);
        var carol = await app.ConnectAsync(44);

        await alice.SendAsync("same words", isAnonymous: true);
        var byAlice = await carol.ReceiveTextAsync();
        await bob.SendAsync("same words", isAnonymous: true);
        var byBob = await carol.ReceiveTextAsync();

        Assert.Equal(WithoutIdAndTime(byAlice), WithoutIdAndTime(byBob));

        static string WithoutIdAndTime(string frame) =>
            System.Text.RegularExpressions.Regex.Replace(frame, "\"id\":\\d+|\"created_at\":\"[^\"]+\"", string.Empty, default, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Message_AnonymousWithRevealUserId_CarriesTheUserIdForEveryone()
    {
        await using var app = await ChatApp.StartAsync(options => options.Anonymity.RevealUserId = true);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        await alice.SendAsync("Hi", isAnonymous: true);

        var message = await bob.ReceiveMessageAsync();
        Assert.Equal(42, message.GetProperty("user_id").GetInt32());
        Assert.Equal("Anonymous", message.GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task Message_InOneCommunity_DoesNotReachAnother()
    {
        await using var app = await ChatApp.StartAsync();
        var inFive = await app.ConnectAsync(42, community: 5);
        var inOne = await app.ConnectAsync(43, community: 1);

        await inFive.SendAsync("for five");
        await inFive.ReceiveMessageAsync();
        await inOne.SendAsync("for one");

        var first = await inOne.ReceiveMessageAsync();
        Assert.Equal("for one", first.GetProperty("content").GetString());
        Assert.Equal(1, first.GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; drop table messages;--")]
    [InlineData("مرحبا שלום {{7*7}} %s%n")]
    [InlineData("👨‍👩‍👧‍👦 🇩🇪 a\u0301 \uFFFD \u2028 line\nfeed\tand tab")]
    public async Task Message_LegalButOdd_ArrivesAndIsKeptAsItWasSent(string content)
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync(content);

        Assert.Equal(content, (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal(content, (await app.HistoryAsync(42)).Single().GetProperty("content").GetString());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Messages_FromManyAtOnce_ReachEveryMemberInTheOrderOfTheirNumbers(Transport transport)
    {
        const int Each = 50;
        await using var app = await ChatApp.StartAsync(transport: transport);
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await app.OpenMemberAsync(42)));
        var manager = app.Services.GetRequiredService<IConnectionManager>();
        await Eventually.TrueAsync(() => manager.CountConnections(new(5)) == clients.Length);

        var received = await Task.WhenAll(clients.Select(async client =>
        {
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await client.SendAsync($"message {i}");
                }
            });
            var ids = new List<long>();
            while (ids.Count < Each * clients.Length)
            {
                ids.Add((await client.ReceiveMessageAsync()).GetProperty("id").GetInt64());
            }

            await sending;
            return ids;
        }));

        Assert.All(received, ids => Assert.Equal(Enumerable.Range(1, Each * clients.Length).Select(id => (long)id), ids));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Membership_TakenAwayWhileConnected_ClosesAtTheNextMessageAndStoresNothing(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(43), CommunityMembership.Banned, default);

        await bob.SendAsync("still here?");

        Assert.Equal("1008 banned", await bob.ReceiveCloseAsync());
        await alice.SendAsync("quiet now");
        Assert.Equal("quiet now", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task DisplayName_SetByMembership_IsShownInsteadOfTheTokens()
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>()
            .SetAsync(new(5), new(42), CommunityMembership.Member(displayName: "Ally"), default);
        var alice = await app.ConnectAsync(42);

        await alice.SendAsync("Hi");

        Assert.Equal("Ally", (await alice.ReceiveMessageAsync()).GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task Ids_ThatAreNotIntegers_AreStringsInJson()
    {
        await using var app = await ChatApp.StartAsync(options => options.Membership.Open = true);
        var client = await app.OpenAsync($"/api/communities/ws/peer-support?token={Tokens.For("7f3c-a")}");

        await client.SendAsync("Hi");

        var message = await client.ReceiveMessageAsync();
        Assert.Equal("peer-support", message.GetProperty("community_id").GetString());
        Assert.Equal("7f3c-a", message.GetProperty("user_id").GetString());
    }
}
