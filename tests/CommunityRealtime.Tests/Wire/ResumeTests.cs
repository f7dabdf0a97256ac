using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Clients that come back, many at once: from memory where that is enough, and the same bytes as from the store.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task Connect_ManyAtOnceAfterAShortWhile_ReadNothingFromTheStore()
    {
        var store = new ScriptedStore();
        await using var app = await StartAsync(store);
        var bob = await app.ConnectAsync(43);
        await TalkAsync(bob, 1, 100);
        var (reads, headReads) = (store.Reads, store.HeadReads);

        var came = await Task.WhenAll(Enumerable.Range(0, 100).Select(async after =>
        {
            var client = after % 2 == 0 ? await app.OpenV1Async(42, query: $"?after={after}") : await OpenPlainAsync(app, after);
            return await ContentsAsync(client, 100);
        }));

        Assert.All(came.Index(), client => Assert.Equal(Enumerable.Range(client.Index + 1, 100 - client.Index), client.Item));
        Assert.Equal(reads, store.Reads);
        Assert.InRange(store.HeadReads - headReads, 0, 5); // one a second
    }

    [Fact]
    public async Task Connect_ManyAtOnceAfterARestart_ReadTheStoreAFewTimes()
    {
        var store = new ScriptedStore();
        await using (var before = await StartAsync(store))
        {
            await TalkAsync(await before.ConnectAsync(43), 1, 150);
        }

        await using var app = await StartAsync(store);
        var reads = store.Reads;
        var came = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ => await ContentsAsync(await OpenPlainAsync(app, 50), 150)));

        Assert.All(came, contents => Assert.Equal(Enumerable.Range(51, 100), contents));
        Assert.InRange(store.Reads - reads, 1, 8);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_ThirtyWhileOthersTalk_SeeNoGapAndNoRepeat(bool fromMemory)
    {
        const int Messages = 600;
        await using var app = await StartAsync(new ScriptedStore(), options => options.Limits.MaxRecentBytes = fromMemory ? 1 << 20 : 0);
        var bob = await app.ConnectAsync(43);
        var dana = await app.ConnectAsync(42);
        await TalkAsync(bob, 1, 300);
        await ContentsAsync(dana, 300);
        var talking = Task.Run(() => TalkAsync(bob, 301, Messages));
        var listening = Task.Run(() => ContentsAsync(dana, Messages));

        var came = await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            await Task.Delay(number * 3);
            var after = number * 10;
            var client = number % 2 == 0 ? await app.OpenV1Async(42, query: $"?after={after}") : await OpenPlainAsync(app, after);
            return (after, contents: await ContentsAsync(client, Messages));
        }));

        await Task.WhenAll(talking, listening);
        Assert.All(came, client => Assert.Equal(Enumerable.Range(client.after + 1, Messages - client.after), client.contents));
    }

    [Fact]
    public async Task Connect_AheadOfThisServer_BringsWhatTheOtherServerStored()
    {
        var store = new ScriptedStore();
        await using var here = await StartAsync(store);
        await using var there = await StartAsync(store);
        var alice = await here.ConnectV1Async(42);
        await TalkAsync(await there.ConnectAsync(43), 1, 3);

        var back = await here.OpenV1Async(43, query: "?after=2");

        Assert.Equal("ready", (await back.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal([3], await ContentsAsync(back, 3));
        await TalkAsync(back, 4, 4, resumed: true);
        Assert.Equal([1, 2, 3, 4], await ContentsAsync(alice, 4));
    }

    [Fact]
    public async Task Message_AfterThoseOfAnotherServer_IsSeenAfterThem()
    {
        var store = new ScriptedStore();
        await using var here = await StartAsync(store);
        await using var there = await StartAsync(store);
        var alice = await here.ConnectV1Async(42);
        await TalkAsync(await there.ConnectAsync(43), 1, 3);

        var bob = await here.ConnectAsync(43);
        await bob.SendAsync("4");

        Assert.Equal([1, 2, 3, 4], await ContentsAsync(alice, 4));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?limit=7")]
    [InlineData("?limit=200")]
    [InlineData("?offset=3&limit=5")]
    [InlineData("?offset=38&limit=5")]
    [InlineData("?offset=100")]
    [InlineData("?before=20&limit=6")]
    [InlineData("?before=3")]
    [InlineData("?before=1")]
    [InlineData("?before=900&limit=6")]
    [InlineData("?after=0&limit=5")]
    [InlineData("?after=17")]
    [InlineData("?after=40")]
    [InlineData("?after=900")]
    [InlineData("?after=9223372036854775807")]
    public async Task History_FromMemory_IsWhatTheStoreSaysByteForByte(string query)
    {
        var store = new ScriptedStore();
        await using var app = await StartAsync(store);
        await using var without = await StartAsync(store, options => options.Limits.MaxRecentBytes = 0);
        var bob = await app.ConnectAsync(43);
        for (var i = 1; i <= 40; i++)
        {
            await bob.SendAsync($"{i} <é\"😀>", isAnonymous: i % 3 == 0);
            await bob.ReceiveMessageAsync();
        }

        foreach (var reader in new[] { 42, 43 })
        {
            using var expected = await without.GetHistoryAsync(reader, query);
            var reads = store.Reads;
            using var actual = await app.GetHistoryAsync(reader, query);

            Assert.Equal(reads, store.Reads);
            Assert.Equal(await expected.Content.ReadAsStringAsync(), await actual.Content.ReadAsStringAsync());
            Assert.Equal(expected.Content.Headers.ContentType, actual.Content.Headers.ContentType);
            Assert.Equal(Links(expected), Links(actual));
        }
    }

    [Fact]
    public async Task History_OfAnotherServersMessages_ComesWithinASecond()
    {
        var store = new ScriptedStore();
        await using var here = await StartAsync(store);
        await using var there = await StartAsync(store);
        await TalkAsync(await here.ConnectAsync(43), 1, 2);
        Assert.Equal(2, (await here.HistoryAsync(42)).Count);

        await TalkAsync(await there.ConnectAsync(43), 3, 3);
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(3, (await here.HistoryAsync(42)).Count);
    }

    private static Task<ChatApp> StartAsync(IMessageStore store, Action<CommunityChatOptions>? configure = null) =>
        ChatApp.StartAsync(configure, services => services.AddSingleton(store));

    private static Task<ChatClient> OpenPlainAsync(ChatApp app, int after) =>
        app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("42")}&after={after}");

    private static string Links(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) ? string.Join(' ', links).Replace(response.RequestMessage!.RequestUri!.Authority, "", StringComparison.Ordinal) : "";

    /// <summary>Says numbers, one after the other, and hears each of them.</summary>
    private static async Task TalkAsync(ChatClient client, int from, int to, bool resumed = false)
    {
        if (resumed)
        {
            await client.ReceiveJsonAsync("resumed");
        }

        for (var number = from; number <= to; number++)
        {
            await client.SendAsync($"{number}");
            await client.ReceiveJsonAsync("message");
        }
    }

    /// <summary>The contents of all messages up to and with one.</summary>
    private static async Task<List<int>> ContentsAsync(ChatClient client, int upTo)
    {
        List<int> contents = [];
        while (contents.Count == 0 || contents[^1] < upTo)
        {
            var frame = await client.ReceiveJsonAsync();
            if (frame.GetProperty("type").GetString() == "message")
            {
                contents.Add(int.Parse(frame.GetProperty("message").GetProperty("content").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return contents;
    }
}
