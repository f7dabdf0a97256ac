using System.Text;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests;

/// <summary>What only Redis can show of the backplane while nothing breaks.</summary>
public sealed class BackplaneTests(TwoServers servers) : IClassFixture<TwoServers>
{
    private const int Limit = 1024 * 1024;

    private readonly CommunityId _community = Drafts.NewCommunity();

    private string Channel => $"community-chat:{{{_community}}}:messages";

    [FactOnMachinesWith("redis-server")]
    public async Task Subscribe_SeveralOnOneServer_IsOneSubscriptionUntilTheLastLeaves()
    {
        var first = new RecordingSubscriber();
        var second = new RecordingSubscriber();
        var subscription = servers.There.Backplane.Subscribe(_community, first);
        var other = servers.There.Backplane.Subscribe(_community, second);
        await first.InForceAsync();
        await second.InForceAsync();
        Assert.Equal($"{Channel}\n1", await servers.Redis.CommandAsync("PUBSUB", "SHARDNUMSUB", Channel));

        subscription.Dispose();
        servers.Here.Backplane.Publish(_community, "still"u8.ToArray());
        Assert.Equal("still"u8.ToArray(), await second.NextAsync());
        Assert.Equal($"{Channel}\n1", await servers.Redis.CommandAsync("PUBSUB", "SHARDNUMSUB", Channel));

        other.Dispose();
        await Patience.UntilAsync(
            async () => await servers.Redis.CommandAsync("PUBSUB", "SHARDNUMSUB", Channel) == $"{Channel}\n0", "Redis to be told");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task OnMessage_LargerThanTheLimit_IsDropped()
    {
        var subscriber = new RecordingSubscriber();
        using var subscription = servers.There.Backplane.Subscribe(_community, subscriber);
        await subscriber.InForceAsync();

        await servers.Redis.CommandAsync("SPUBLISH", Channel, new string('x', Limit + 1));
        servers.Here.Backplane.Publish(_community, new byte[Limit + 1]);
        servers.Here.Backplane.Publish(_community, new byte[Limit]);

        Assert.Equal(Limit, (await subscriber.NextAsync()).Length);
        Assert.Equal(0, subscriber.Unread);
        Assert.Contains(servers.There.Log.Lines, line => line.Contains("2007", StringComparison.Ordinal));
    }

    [FactOnMachinesWith("redis-server")]
    public async Task OnMessage_SubscriberThrows_OthersReceiveAndTheLogNamesOnlyTheType()
    {
        using var broken = servers.There.Backplane.Subscribe(_community, new BrokenSubscriber());
        var subscriber = new RecordingSubscriber();
        using var subscription = servers.There.Backplane.Subscribe(_community, subscriber);
        await subscriber.InForceAsync();

        foreach (var text in new[] { "one", "two" })
        {
            servers.Here.Backplane.Publish(_community, Encoding.UTF8.GetBytes(text));
            Assert.Equal(text, Encoding.UTF8.GetString(await subscriber.NextAsync()));
        }

        var lines = servers.There.Log.Lines.Where(line => line.Contains("2006", StringComparison.Ordinal)).ToArray();
        Assert.Contains(lines, line => line.Contains(nameof(FormatException), StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(BrokenSubscriber.Secret, StringComparison.Ordinal));
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Publish_ChatsWithOtherPrefixes_StayApart()
    {
        await using var stranger = await ChatServer.StartJoinedAsync(servers.Redis.ConnectionString, options => options.KeyPrefix = "other-chat");
        var subscriber = new RecordingSubscriber();
        using var subscription = servers.There.Backplane.Subscribe(_community, subscriber);
        await subscriber.InForceAsync();

        stranger.Backplane.Publish(_community, "from a stranger"u8.ToArray());
        stranger.Presence.Enter(new PresentConnection(_community, new UserId("90")));
        await Patience.UntilAsync(
            async () => await servers.Redis.CommandAsync("EXISTS", $"other-chat:{{{_community}}}:servers") == "1", "the stranger to be written");
        servers.Here.Backplane.Publish(_community, "from a friend"u8.ToArray());

        Assert.Equal("from a friend"u8.ToArray(), await subscriber.NextAsync());
        Assert.Empty(await servers.Here.Presence.ListAsync(_community, CancellationToken.None));
    }

    private sealed class BrokenSubscriber : IBackplaneSubscriber
    {
        public const string Secret = "what an exception may say";

        public void OnMessage(ReadOnlyMemory<byte> message) => throw new FormatException(Secret);

        public void OnMayHaveMissed() => throw new FormatException(Secret);
    }
}
