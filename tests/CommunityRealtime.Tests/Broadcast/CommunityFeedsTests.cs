using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CommunityRealtime.Tests.Broadcast;

/// <summary>Feeds are there as long as anybody needs them, and their memory is bounded.</summary>
public sealed class CommunityFeedsTests
{
    private static readonly CommunityId One = new(1);
    private static readonly CommunityId Two = new(2);
    private static readonly CommunityId Three = new(3);

    private readonly ChatLimitsOptions _limits = new();
    private readonly FakeTimeProvider _time = new();
    private readonly IConnectionManager _connections = Substitute.For<IConnectionManager>();
    private readonly ScriptedStore _store = new();
    private readonly FeedServices _services;
    private readonly CommunityFeeds _feeds;

    public CommunityFeedsTests()
    {
        _services = TestFeeds.Services(_store, _connections, _limits, _time);
        _feeds = new(_services);
    }

    [Fact]
    public void Rent_ACommunityThatIsInUse_GivesTheSameFeed()
    {
        using var first = _feeds.Rent(One);
        _time.Advance(TimeSpan.FromHours(1));
        using (_feeds.Rent(Two))
        {
        }

        using var second = _feeds.Rent(One);

        Assert.Same(first.Feed, second.Feed);
    }

    [Fact]
    public async Task Rent_AfterAWhile_LetsGoOfFeedsThatNobodyNeeds()
    {
        var (one, two) = (Use(One), Use(Two));
        await _feeds.EnterAsync(Two);

        _time.Advance(TimeSpan.FromMinutes(1.5));
        Use(Three);

        Assert.Equal(2, _feeds.Count);
        Assert.NotSame(one, Use(One));
        Assert.Same(two, Use(Two));
    }

    [Fact]
    public async Task Rent_WhileSomethingWaitsToBeHandedOut_KeepsTheFeed()
    {
        var feed = Use(One);
        await feed.BeginAsync();
        await StoreAsync(One);
        _ = feed.HandOutAsync(await StoreAsync(One)); // its turn has not come

        _store.Read = _ => ValueTask.FromException<IReadOnlyList<StoredMessage>>(new MessageStoreException());
        _time.Advance(TimeSpan.FromMinutes(1.5));
        Use(Three);

        Assert.Same(feed, Use(One));
    }

    [Fact]
    public async Task Return_WhenTooMuchIsKept_ForgetsWhatWasUsedLeastRecently()
    {
        _limits.MaxRecentBytes = 34_000; // two of them, and a quarter of the whole free
        foreach (var community in new[] { One, Two })
        {
            await FillAsync(community, 40); // more than 10,000 bytes each
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Use(One);
        _time.Advance(TimeSpan.FromSeconds(1));
        await FillAsync(Three, 40);

        Assert.NotNull(await NewestAsync(One));
        Assert.Null(await NewestAsync(Two));
        Assert.NotNull(await NewestAsync(Three));
        Assert.InRange(_services.RecentBytes, 20_000, 25_500);
    }

    private CommunityFeed Use(CommunityId community)
    {
        using var lease = _feeds.Rent(community);
        return lease.Feed;
    }

    private async Task<RecentPage?> NewestAsync(CommunityId community) => await Use(community).ReadAsync(MessageQuery.Newest(community, 10), default);

    private async Task FillAsync(CommunityId community, int count)
    {
        using var lease = _feeds.Rent(community);
        await lease.Feed.BeginAsync();
        for (var i = 0; i < count; i++)
        {
            await lease.Feed.HandOutAsync(await StoreAsync(community));
        }
    }

    private async Task<StoredMessage> StoreAsync(CommunityId community) => (await _store.AppendAsync(
        new()
        {
            Community = community,
            Author = new(42),
            DisplayName = "Alice",
            Content = new string('x', 100),
            IsAnonymous = false,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ClientId = Guid.NewGuid().ToString("N"),
        },
        default)).Message;
}
