using System.Text;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using CommunityRealtime.Tests.Messages;
using CommunityRealtime.Validation;
using NSubstitute;

namespace CommunityRealtime.Tests.Broadcast;

/// <summary>The newest messages in memory: exactly what the store has, or nothing.</summary>
public sealed class RecentMessagesTests
{
    private readonly ChatLimitsOptions _limits = new();
    private readonly RoomEvents _events = new(new MessageProjection(new()));
    private readonly FeedServices _services;
    private readonly RecentMessages _recent;

    public RecentMessagesTests()
    {
        _services = TestFeeds.Services(new ScriptedStore(), Substitute.For<IConnectionManager>(), _limits);
        _recent = new(_services);
    }

    [Fact]
    public void Read_WhatIsNotAllHere_IsNothing()
    {
        Add(5, 9);

        Assert.Equal([5, 6, 7, 8, 9], Numbers(5, 9));
        Assert.Equal([7], Numbers(7, 7));
        Assert.Null(_recent.Read(4, 9));
        Assert.Null(_recent.Read(5, 10));
    }

    [Fact]
    public void Add_MoreThanItKeeps_ForgetsTheOldest()
    {
        Add(1, 1_000);

        Assert.Equal(Enumerable.Range(745, 256).Select(number => (long)number), Numbers(745, 1_000)!);
        Assert.Null(_recent.Read(744, 1_000));
    }

    [Fact]
    public void Add_LongMessages_KeepsFewerAndAlwaysTheNewest()
    {
        for (var number = 1; number <= 100; number++)
        {
            _recent.Add(number, _events.Encode(Message(number, new string('x', number == 100 ? 600_000 : 20_000))));
        }

        Assert.NotNull(_recent.Read(100, 100));
        Assert.Null(_recent.Read(99, 100));
        Assert.InRange(_services.RecentBytes, 600_000, 601_000);
    }

    [Fact]
    public void Add_AfterAGap_BeginsAnew()
    {
        Add(1, 3);

        Add(5, 6);

        Assert.Equal([5, 6], Numbers(5, 6));
        Assert.Null(_recent.Read(3, 6));
        Assert.Null(_recent.Read(1, 3));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(60, 100)]
    [InlineData(60, 105)]
    public void AddOlder_WhatEndsWhereThisBegins_IsPutBefore(int from, int to)
    {
        Add(101, 110);

        _recent.AddOlder(Page(from, to), newest: 110);
        Add(111, 111);

        Assert.Equal(Enumerable.Range(from, 111 - from + 1).Select(number => (long)number), Numbers(from, 111)!);
    }

    [Theory]
    [InlineData(1, 99)]
    [InlineData(101, 110)]
    public void AddOlder_WhatDoesNotTouch_IsNotKept(int from, int to)
    {
        Add(101, 110);

        _recent.AddOlder(Page(from, to), newest: 110);

        Assert.Equal(Enumerable.Range(101, 10).Select(number => (long)number), Numbers(101, 110)!);
        Assert.Null(_recent.Read(100, 110));
    }

    [Fact]
    public void AddOlder_ToNothing_KeepsWhatEndsWithTheNewest()
    {
        _recent.AddOlder(Page(10, 15), newest: 20);
        Assert.Null(_recent.Read(15, 15));

        // Two of these are not handed out yet.
        _recent.AddOlder(Page(15, 22), newest: 20);

        Assert.Equal([15, 16, 17, 18, 19, 20], Numbers(15, 20));
        Assert.Null(_recent.Read(15, 21));
    }

    [Fact]
    public void AddOlder_WithAHole_IsNotKept()
    {
        _recent.AddOlder([Message(1), Message(3)], newest: 3);

        Assert.Null(_recent.Read(3, 3));
    }

    [Fact]
    public void AddOlder_MoreThanItKeeps_KeepsTheNewest()
    {
        Add(301, 400);

        _recent.AddOlder(Page(1, 300), newest: 400);

        Assert.Equal(Enumerable.Range(145, 256).Select(number => (long)number), Numbers(145, 400)!);
        Assert.Null(_recent.Read(144, 400));
    }

    [Fact]
    public void Clear_GivesEverythingBack()
    {
        Add(1, 300);
        Assert.InRange(_services.RecentBytes, 256 * 200, 256 * 300);

        _recent.Clear();

        Assert.Equal(0, _services.RecentBytes);
        Assert.Null(_recent.Read(300, 300));
        Add(301, 302);
        Assert.Equal([301, 302], Numbers(301, 302));
    }

    [Fact]
    public void Anything_WhenNoneAreToBeKept_KeepsNone()
    {
        _limits.MaxRecentBytes = 0;

        Add(1, 3);
        _recent.AddOlder(Page(1, 3), newest: 3);

        Assert.Null(_recent.Read(3, 3));
        Assert.Equal(0, _services.RecentBytes);
    }

    private void Add(int from, int to)
    {
        foreach (var message in Page(from, to))
        {
            _recent.Add(message.Id, _events.Encode(message));
        }
    }

    private IEnumerable<long>? Numbers(long from, long to) => _recent.Read(from, to)?.Messages.Select(
        message => System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(message.BodyFor(new(42)).Span)).RootElement.GetProperty("id").GetInt64());

    private static List<StoredMessage> Page(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(number => Message(number))];

    private static StoredMessage Message(long number, string content = "x") => new()
    {
        Id = number,
        Community = new(5),
        Author = new(42),
        DisplayName = "Alice",
        Content = content,
        IsAnonymous = false,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
