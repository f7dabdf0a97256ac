using System.Text.Json;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Presence;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Two servers behave as one, whatever the backplane loses, repeats, reorders or makes up.</summary>
public sealed class TwoServersTests
{
    private const int Many = 300;

    [Fact]
    public async Task Message_FromTheOtherServer_ArrivesWithoutReadingTheStore()
    {
        await using var servers = await TwoServers.StartAsync(configure: Seldom);
        var alice = await servers.One.ConnectV1Async(42);
        var bob = await servers.Two.ConnectAsync(43);
        var reads = servers.Store.Reads;

        await alice.SendAsync("hello", "a-1");
        Assert.Equal("hello", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        await bob.SendAsync("hello back");

        Assert.Equal("hello back", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal([1, 2], await NumbersAsync(alice, 2));
        Assert.Equal(reads, servers.Store.Reads);
    }

    [Fact]
    public async Task AnonymousMessage_OnTheOtherServer_IsKnownToItsAuthorAlone()
    {
        await using var servers = await TwoServers.StartAsync();
        var alice = await servers.One.ConnectAsync(42);
        var alicesPhone = await servers.Two.ConnectAsync(42);
        var bob = await servers.Two.ConnectAsync(43);

        await alice.SendAsync("who am I", isAnonymous: true);

        Assert.Equal(42, (await alicesPhone.ReceiveMessageAsync()).GetProperty("user_id").GetInt64());
        var seen = await bob.ReceiveMessageAsync();
        Assert.Equal((JsonValueKind.Null, "Anonymous"), (seen.GetProperty("user_id").ValueKind, seen.GetProperty("display_name").GetString()));
    }

    public static TheoryData<string> Troubles => ["none", "loss", "repetition", "reordering", "noise", "silence"];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Messages_WhateverTheBackplaneDoes_ArriveOnceAndInOrderEverywhere(string trouble)
    {
        await using var servers = await TwoServers.StartAsync(configure: options => options.Backplane.CompareInterval = TimeSpan.FromMilliseconds(200));
        servers.Backplane.Carry = Trouble(trouble);
        var alice = await servers.One.ConnectAsync(42);
        var bob = await servers.Two.ConnectAsync(43);
        var watchers = new[] { await servers.One.ConnectV1Async(43), await servers.Two.ConnectV1Async(42) };

        var sending = Task.WhenAll(SendAsync(alice, "alice"), SendAsync(bob, "bob"));
        var received = await Task.WhenAll(((ChatClient[])[alice, bob, .. watchers]).Select(client => NumbersAsync(client, 2 * Many)));
        await sending;

        Assert.All(received, numbers => Assert.Equal(Enumerable.Range(1, 2 * Many).Select(number => (long)number), numbers));
    }

    [Fact]
    public async Task Message_ThatCannotBeRead_ComesFromTheStoreAtOnce()
    {
        await using var servers = await TwoServers.StartAsync(configure: Seldom);
        var alice = await servers.One.ConnectAsync(42);
        var bob = await servers.Two.ConnectAsync(43);

        // What is encrypted with other keys looks like what was spoilt on the way.
        servers.Backplane.Carry = message => [Spoilt(message)];
        await alice.SendAsync("hello");

        Assert.Equal("hello", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Single(servers.Two.Logs.Lines, line => line.Text.Contains("same Data Protection keys", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("asked")]
    [InlineData("told")]
    public async Task Message_WhenAHostsOwnBackplaneFails_IsShownAndAnsweredAllTheSame(string when)
    {
        var backplane = Substitute.For<IBackplane>();
        backplane.Reaches(default).ReturnsForAnyArgs(_ => when == "asked" ? throw new InvalidOperationException("a mistake") : true);
        backplane.WhenForAnyArgs(other => other.Publish(default, default)).Throw(new InvalidOperationException("a mistake"));
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(backplane));
        var alice = await app.ConnectV1Async(42);

        await alice.SendAsync("hello", "a-1");

        await alice.ReceiveJsonAsync("message");
        await alice.ReceiveJsonAsync("ack");
    }

    [Fact]
    public async Task Join_ACommunityInWhichOnlyTheOtherServerHadMembers_BeginsNow()
    {
        await using var servers = await TwoServers.StartAsync(configure: options => options.Backplane.CompareInterval = TimeSpan.FromMilliseconds(100));
        var alice = await servers.One.ConnectAsync(42);
        await SendAsync(alice, "before", 250);
        await NumbersAsync(alice, 250);

        var bob = await servers.Two.ConnectAsync(43);
        await alice.SendAsync("after");

        Assert.Equal("after", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task History_WhereNobodyIsConnected_IsReadWithoutWhatLiesBetween()
    {
        await using var servers = await TwoServers.StartAsync(configure: Seldom);
        var alice = await servers.One.ConnectAsync(42);
        await alice.SendAsync("first");
        await alice.ReceiveMessageAsync();
        await servers.Two.HistoryAsync(43);
        await SendAsync(alice, "more", 500);
        await NumbersAsync(alice, 501);
        await Task.Delay(TimeSpan.FromSeconds(1.1)); // so that the counter is read again
        var reads = servers.Store.Reads;

        var page = await servers.Two.HistoryAsync(43, "?limit=3");

        Assert.Equal([499, 500, 501], page.Select(message => message.GetProperty("id").GetInt64()));
        Assert.Equal(reads + 1, servers.Store.Reads);
    }

    [Fact]
    public async Task Backplane_WhenTheLastMemberHasGone_IsLeft()
    {
        await using var servers = await TwoServers.StartAsync();
        var alice = await servers.One.ConnectAsync(42);
        var bob = await servers.One.ConnectAsync(43);
        Assert.Single(servers.Backplane.Subscribers);

        await alice.CloseAsync();
        await Eventually.TrueAsync(() => servers.One.Connections.ConnectionCount == 1);
        Assert.Single(servers.Backplane.Subscribers);
        await bob.CloseAsync();

        await Eventually.TrueAsync(() => servers.Backplane.Subscribers.IsEmpty, "the end of the subscription");
    }

    [Theory]
    [InlineData("removed", "1008 not_a_member")]
    [InlineData("banned", "1008 banned")]
    public async Task Membership_TakenOnOneServer_ClosesTheSocketsOnTheOther(string how, string close)
    {
        await using var servers = await TwoServers.StartAsync(configure: Seldom);
        var bobs = new[] { await servers.Two.ConnectAsync(43), await servers.Two.ConnectV1Async(43), await servers.One.ConnectAsync(43) };
        var alice = await servers.Two.ConnectAsync(42);

        await servers.One.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(
            new(5), new(43), how == "banned" ? CommunityMembership.Banned : CommunityMembership.None, default);

        foreach (var bob in bobs)
        {
            Assert.Equal(close, await bob.ReceiveCloseAsync());
        }

        await alice.SendAsync("still here");
        await alice.ReceiveMessageAsync();
    }

    [Fact]
    public async Task Membership_TakenWhereNobodyIsTold_ClosesTheSocketsAtTheNextCheck()
    {
        var membership = new MembershipOfTheHost();
        await using var app = await ChatApp.StartAsync(
            options => options.Membership.RecheckInterval = TimeSpan.FromSeconds(1),
            services => services.AddSingleton<ICommunityMembership>(membership));
        var bob = await app.ConnectV1Async(43);
        var alice = await app.ConnectV1Async(42);

        membership.Removed = new(43);

        Assert.Equal("1008 not_a_member", await bob.ReceiveCloseAsync());
        await alice.SendAsync("still here", "a-1");
        await alice.ReceiveJsonAsync("message");
    }

    [Fact]
    public async Task Membership_OfHundredsWithSeveralSockets_IsCheckedForEachOfThem()
    {
        const int Users = 300;
        var membership = new MembershipOfTheHost();
        await using var app = await ChatApp.StartAsync(
            options => options.Membership.RecheckInterval = TimeSpan.FromSeconds(1),
            services => services.AddSingleton<ICommunityMembership>(membership),
            transport: Transport.InMemory);
        for (var user = 1; user <= Users; user++)
        {
            await app.ConnectV1Async(user);
            await app.ConnectV1Async(user, community: 1 + (user % 2));
        }

        foreach (var removed in new[] { 1, 150, 256, 257, 299, 300 })
        {
            var before = app.Connections.ConnectionCount;
            membership.Removed = new(removed);
            await Eventually.TrueAsync(() => app.Connections.ConnectionCount == before - 2, $"the end of the sockets of user {removed}");
        }

        Assert.Equal(2 * (Users - 6), app.Connections.ConnectionCount);
    }

    [Fact]
    public async Task Membership_WhileItCannotBeChecked_KeepsTheSockets()
    {
        var membership = new MembershipOfTheHost();
        await using var app = await ChatApp.StartAsync(
            options => options.Membership.RecheckInterval = TimeSpan.FromSeconds(1),
            services => services.AddSingleton<ICommunityMembership>(membership));
        var bob = await app.ConnectV1Async(43);

        membership.IsAway = true;
        await Eventually.TrueAsync(() => app.Logs.Lines.Any(line => line.Text.Contains("were not reached", StringComparison.Ordinal)));
        membership.IsAway = false;

        await bob.SendAsync("still here", "b-1");
        await bob.ReceiveJsonAsync("message");
    }

    [Fact]
    public async Task History_LostWhileMembersAreConnected_SendsThemBackToBeginAfresh()
    {
        await using var servers = await TwoServers.StartAsync(configure: options => options.Backplane.CompareInterval = TimeSpan.FromMilliseconds(100));
        var alice = await servers.One.ConnectV1Async(42);
        await alice.SendAsync("one", "a-1");
        await alice.ReceiveJsonAsync("message");
        await Eventually.TrueAsync(() => servers.Store.HeadReads > 3);

        servers.Store.ReadHead = () => ValueTask.FromResult(new CommunityHead(4711, 0));

        Assert.Equal("1012 epoch_changed", await alice.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Presence_OfThisServer_NamesEachUserOnceAndNobodyWhoWasRefused()
    {
        await using var app = await ChatApp.StartAsync();
        var presence = app.Services.GetRequiredService<ICommunityPresence>();
        var alice = await app.ConnectV1Async(42);
        await app.ConnectV1Async(42);
        await app.ConnectV1Async(43);
        await app.ConnectV1Async(43, community: 1);
        var mallory = await app.OpenV1Async(99);
        Assert.Equal("1008 not_a_member", await mallory.ReceiveCloseAsync());

        Assert.Equal(["42", "43"], (await presence.ListAsync(new(5), default)).Select(user => user.Value).Order());

        await alice.CloseAsync();
        app.DropClients();
        await Eventually.TrueAsync(() => presence.ListAsync(new(5), default).AsTask().GetAwaiter().GetResult().Count == 0);
    }

    /// <summary>Nothing but the backplane may bring what a test waits for.</summary>
    private static void Seldom(CommunityChatOptions options)
    {
        options.Backplane.CompareInterval = TimeSpan.FromMinutes(5);
        options.Membership.RecheckInterval = TimeSpan.FromHours(1);
    }

    private static Func<ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> Trouble(string kind)
    {
        var random = new Random(4711);
        var held = new Queue<ReadOnlyMemory<byte>>();
        return message =>
        {
            lock (random)
            {
                switch (kind)
                {
                    case "loss":
                        return random.Next(3) == 0 ? [] : [message];
                    case "repetition":
                        return [message, message];
                    case "noise":
                        return [Spoilt(message), new byte[random.Next(200)], message];
                    case "silence":
                        return [];
                    case "reordering":
                        held.Enqueue(message);
                        return held.Count < 3 ? [] : [held.Dequeue(), message, held.Dequeue()];
                    default:
                        return [message];
                }
            }
        };
    }

    private static byte[] Spoilt(ReadOnlyMemory<byte> message)
    {
        var bytes = message.ToArray();
        bytes[^1] ^= 1;
        return bytes;
    }

    private static async Task SendAsync(ChatClient client, string text, int count = Many)
    {
        for (var i = 0; i < count; i++)
        {
            await client.SendAsync($"{text} {i}");
        }
    }

    /// <summary>The numbers of the messages up to one; whatever else comes is left out.</summary>
    private static async Task<List<long>> NumbersAsync(ChatClient client, long last)
    {
        var numbers = new List<long>();
        while (numbers.Count == 0 || numbers[^1] < last)
        {
            var frame = await client.ReceiveJsonAsync();
            if (frame.GetProperty("type").GetString() == "message")
            {
                numbers.Add(frame.GetProperty("message").GetProperty("id").GetInt64());
            }
        }

        return numbers;
    }

    private sealed class MembershipOfTheHost : ICommunityMembership
    {
        private volatile bool _isAway;

        public UserId? Removed { get; set; }

        public bool IsAway
        {
            set => _isAway = value;
        }

        public ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken) => _isAway
            ? throw new MembershipUnavailableException()
            : ValueTask.FromResult(user == Removed ? CommunityMembership.None : CommunityMembership.Member());
    }
}
