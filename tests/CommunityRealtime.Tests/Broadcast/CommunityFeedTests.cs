using System.Collections.Concurrent;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using NSubstitute;

namespace CommunityRealtime.Tests.Broadcast;

/// <summary>What comes out of order, from another server, or not at all: members see every number once and in order.</summary>
public sealed class CommunityFeedTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    private readonly ScriptedStore _store = new();
    private readonly IConnectionManager _connections = Substitute.For<IConnectionManager>();
    private readonly ConcurrentQueue<long> _handedOut = new();
    private readonly CommunityFeed _feed;

    public CommunityFeedTests()
    {
        _connections.Broadcast(default!).ReturnsForAnyArgs(call =>
        {
            _handedOut.Enqueue(call.Arg<RoomEvent>().Sequence);
            return 0;
        });
        _feed = new(new CommunityId(5), TestFeeds.Services(_store, _connections));
    }

    [Fact]
    public async Task HandOut_WhatComesTooEarly_WaitsForTheOneBefore()
    {
        await _feed.BeginAsync();
        var (first, second, third) = (await StoreAsync(), await StoreAsync(), await StoreAsync());

        var handingOut = new[] { _feed.HandOutAsync(third), _feed.HandOutAsync(second) };
        Assert.All(handingOut, task => Assert.False(task.IsCompleted));
        Assert.Empty(_handedOut);
        await _feed.HandOutAsync(first);

        await Task.WhenAll(handingOut).WaitAsync(Enough);
        Assert.Equal([1, 2, 3], _handedOut);
        Assert.Equal(0, _store.Reads);
    }

    [Fact]
    public async Task HandOut_AfterOthersThatAnotherServerStored_BringsThemFirst()
    {
        await StoreAsync(); // before this server knew of the community: history
        await _feed.BeginAsync();
        for (var i = 0; i < 450; i++)
        {
            await StoreAsync();
        }

        await _feed.HandOutAsync(await StoreAsync()).WaitAsync(Enough);

        Assert.Equal(Numbers(2, 452), _handedOut);
    }

    [Fact]
    public async Task HandOut_AfterANumberThatTheStoreNoLongerHas_DoesNotWaitForIt()
    {
        await _feed.BeginAsync();
        _ = await StoreAsync();
        var (second, third) = (await StoreAsync(), await StoreAsync());
        _store.Read = _ => ValueTask.FromResult<IReadOnlyList<StoredMessage>>([third]);

        await Task.WhenAll(_feed.HandOutAsync(second), _feed.HandOutAsync(third)).WaitAsync(Enough);

        Assert.Equal([2, 3], _handedOut);
    }

    [Fact]
    public async Task HandOut_WhileTheStoreIsAway_LetsTheSenderGoAndCatchesUpLater()
    {
        await _feed.BeginAsync();
        var (_, second) = (await StoreAsync(), await StoreAsync());
        _store.Read = _ => ValueTask.FromException<IReadOnlyList<StoredMessage>>(new MessageStoreException());

        // It is stored, and its sender may know.
        await _feed.HandOutAsync(second).WaitAsync(Enough);
        Assert.Empty(_handedOut);
        _store.Read = null;

        await Eventually.TrueAsync(() => _handedOut.Count == 2);
        Assert.Equal([1, 2], _handedOut);
        await Eventually.TrueAsync(() => _feed.IsIdle);
    }

    [Fact]
    public async Task HandOut_WhatTheStoreBroughtAlready_HandsItOutOnce()
    {
        await _feed.BeginAsync();
        var (first, second) = (await StoreAsync(), await StoreAsync());
        await _feed.HandOutAsync(second).WaitAsync(Enough);

        await _feed.HandOutAsync(first);
        await _feed.HandOutAsync(second);

        Assert.Equal([1, 2], _handedOut);
    }

    [Fact]
    public async Task HandOut_ManyAtOnceBesideAnotherServer_LosesRepeatsAndSwapsNothing()
    {
        await _feed.BeginAsync();

        var senders = Enumerable.Range(0, 16).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                var message = await StoreAsync();
                if (sender != 0)
                {
                    await _feed.HandOutAsync(message).WaitAsync(Enough);
                }
            }
        }));
        await Task.WhenAll(senders);
        await _feed.HandOutAsync(await StoreAsync()).WaitAsync(Enough);

        Assert.Equal(Numbers(1, 3_201), _handedOut);
    }

    [Fact]
    public async Task HandOut_WhenEverySenderLeaves_GoesOn()
    {
        await _feed.BeginAsync();
        var first = await StoreAsync();
        for (var i = 0; i < 100; i++)
        {
            // Nobody waits for these.
            _ = _feed.HandOutAsync(await StoreAsync());
        }

        await _feed.HandOutAsync(first);

        await Eventually.TrueAsync(() => _handedOut.Count == 101);
        Assert.Equal(Numbers(1, 101), _handedOut);
    }

    [Fact]
    public async Task GetHead_AskedByManyAtOnce_ReadsTheStoreOnce()
    {
        var answer = new TaskCompletionSource<CommunityHead>();
        _store.ReadHead = () => new(answer.Task);

        var asking = Enumerable.Range(0, 1_000).Select(_ => _feed.GetHeadAsync(0, default).AsTask()).ToList();
        answer.SetResult(new(9, 4));

        Assert.All(await Task.WhenAll(asking), head => Assert.Equal(new CommunityHead(9, 4), head));
        Assert.Equal(new CommunityHead(9, 4), await _feed.GetHeadAsync(0, default));
        Assert.Equal(1, _store.HeadReads);
    }

    [Fact]
    public async Task GetHead_WhenTheStoreFails_SaysSoAndAsksAgainNextTime()
    {
        _store.ReadHead = () => ValueTask.FromException<CommunityHead>(new MessageStoreException());
        await Assert.ThrowsAsync<MessageStoreException>(() => _feed.GetHeadAsync(0, default).AsTask());

        _store.ReadHead = () => ValueTask.FromResult(new CommunityHead(9, 4));

        Assert.Equal(4, (await _feed.GetHeadAsync(0, default)).Newest);
    }

    [Fact]
    public async Task GetHead_AfterTheFirstMessage_KnowsTheEpoch()
    {
        Assert.Equal(default, await _feed.GetHeadAsync(0, default));

        await _feed.HandOutAsync(await StoreAsync());

        Assert.Equal(await _store.ReadHeadAsync(new(5), default), await _feed.GetHeadAsync(0, default));
    }

    [Fact]
    public async Task GetHead_WhenAnotherServerWentAhead_HandsOutWhatItStored()
    {
        await StoreAsync();
        await _feed.EnterAsync();
        await StoreAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(2, (await _feed.GetHeadAsync(0, default)).Newest);
        Assert.Equal([2], _handedOut);
    }

    private static IEnumerable<long> Numbers(long from, long to) => Enumerable.Range((int)from, (int)(to - from + 1)).Select(number => (long)number);

    private async Task<StoredMessage> StoreAsync() => (await _store.AppendAsync(
        new()
        {
            Community = new(5),
            Author = new(42),
            DisplayName = "Alice",
            Content = "x",
            IsAnonymous = false,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ClientId = Guid.NewGuid().ToString("N"),
        },
        default)).Message;
}
