using System.Text;
using CommunityRealtime.Broadcast;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IBackplane"/> promises while nothing is wrong with the network.</summary>
/// <remarks>Every test uses communities of its own, so that one pair of backplanes may serve them all.</remarks>
public abstract class BackplaneSpecification
{
    private readonly CommunityId _community = Drafts.NewCommunity();

    /// <summary>The backplane of the server that publishes.</summary>
    protected abstract IBackplane Here { get; }

    /// <summary>The backplane of a server that subscribes. It may be the same as <see cref="Here"/> where there is only one.</summary>
    protected abstract IBackplane There { get; }

    [SpecificationFact]
    public async Task Publish_AnotherServerSubscribes_ReceivesItUnchanged()
    {
        var (subscriber, subscription) = await SubscribeAsync(_community);
        using var _ = subscription;
        var message = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        Here.Publish(_community, message);

        Assert.Equal(message, await subscriber.NextAsync());
    }

    [SpecificationFact]
    public async Task Publish_BothWays_EachReceivesTheOther()
    {
        var (there, subscriptionThere) = await SubscribeAsync(_community);
        using var _ = subscriptionThere;
        var here = new RecordingSubscriber();
        using var subscriptionHere = Here.Subscribe(_community, here);
        await here.InForceAsync();

        Here.Publish(_community, Bytes("from here"));
        There.Publish(_community, Bytes("from there"));

        await ReceivesAsync(there, "from here");
        await ReceivesAsync(here, "from there");
    }

    [SpecificationFact]
    public async Task Publish_ManyMessages_ArriveInOrder()
    {
        var (subscriber, subscription) = await SubscribeAsync(_community);
        using var _ = subscription;
        var messages = Enumerable.Range(0, 2_000).Select(number => $"message {number}").ToArray();

        foreach (var message in messages)
        {
            Here.Publish(_community, Bytes(message));
        }

        foreach (var message in messages)
        {
            Assert.Equal(message, await NextTextAsync(subscriber));
        }
    }

    [SpecificationFact]
    public async Task Publish_OneCommunity_StaysOutOfTheOthers()
    {
        var other = Drafts.NewCommunity();
        var (subscriber, subscription) = await SubscribeAsync(_community);
        using var _ = subscription;
        var (subscriberOfOther, subscriptionToOther) = await SubscribeAsync(other);
        using var __ = subscriptionToOther;

        Here.Publish(other, Bytes("for the other"));
        Here.Publish(_community, Bytes("for this one"));

        Assert.Equal("for this one", await NextTextAsync(subscriber));
        Assert.Equal("for the other", await NextTextAsync(subscriberOfOther));
    }

    [SpecificationFact]
    public async Task Publish_SeveralSubscribers_EachReceives()
    {
        var (first, subscriptionOfFirst) = await SubscribeAsync(_community);
        using var _ = subscriptionOfFirst;
        var (second, subscriptionOfSecond) = await SubscribeAsync(_community);
        using var __ = subscriptionOfSecond;

        Here.Publish(_community, Bytes("for all"));

        Assert.Equal("for all", await NextTextAsync(first));
        Assert.Equal("for all", await NextTextAsync(second));
    }

    [SpecificationFact]
    public async Task Publish_NobodySubscribes_IsHarmless()
    {
        Here.Publish(_community, Bytes("for nobody"));

        var (subscriber, subscription) = await SubscribeAsync(_community);
        using var _ = subscription;
        Here.Publish(_community, Bytes("for somebody"));
        await ReceivesAsync(subscriber, "for somebody");
    }

    [SpecificationFact]
    public async Task Publish_LargeMessage_ArrivesWhole()
    {
        var (subscriber, subscription) = await SubscribeAsync(_community);
        using var _ = subscription;
        var message = new byte[512 * 1024];
        new Random(5).NextBytes(message);

        Here.Publish(_community, message);

        Assert.Equal(message, await subscriber.NextAsync());
    }

    [SpecificationFact]
    public async Task Subscribe_EachTime_TellsThatMessagesMayHaveBeenMissed()
    {
        // The second subscriber finds the subscription of the first in force, and was away all the same.
        var (_, subscriptionOfFirst) = await SubscribeAsync(_community);
        using var first = subscriptionOfFirst;

        var (_, subscriptionOfSecond) = await SubscribeAsync(_community);
        using var second = subscriptionOfSecond;
    }

    [SpecificationFact]
    public async Task Subscribe_ManyCommunities_EachReceivesItsOwn()
    {
        var communities = Enumerable.Range(0, 200).Select(_ => Drafts.NewCommunity()).ToArray();
        var subscribers = await Task.WhenAll(communities.Select(SubscribeAsync));

        foreach (var community in communities)
        {
            Here.Publish(community, Bytes(community.Value));
        }

        for (var i = 0; i < communities.Length; i++)
        {
            Assert.Equal(communities[i].Value, await NextTextAsync(subscribers[i].Subscriber));
            subscribers[i].Subscription.Dispose();
        }
    }

    [SpecificationFact]
    public async Task Dispose_OneOfTwoSubscriptions_EndsThatOneOnly()
    {
        var (leaving, subscriptionOfLeaving) = await SubscribeAsync(_community);
        var (staying, subscriptionOfStaying) = await SubscribeAsync(_community);
        using var _ = subscriptionOfStaying;

        subscriptionOfLeaving.Dispose();
        subscriptionOfLeaving.Dispose();
        Here.Publish(_community, Bytes("for the other"));

        Assert.Equal("for the other", await NextTextAsync(staying));
        Assert.Equal(0, leaving.Unread);
    }

    [SpecificationFact]
    public async Task Dispose_LastSubscriptionAndSubscribeAgain_ReceivesAgain()
    {
        for (var round = 0; round < 20; round++)
        {
            var (_, earlier) = await SubscribeAsync(_community);
            earlier.Dispose();
            var (subscriber, subscription) = await SubscribeAsync(_community);
            using var _ = subscription;

            Here.Publish(_community, Bytes($"round {round}"));

            await ReceivesAsync(subscriber, $"round {round}");
        }
    }

    [SpecificationFact]
    public async Task SubscribeAndDispose_ManyAtOnce_EndSubscribedWhereSomebodyStays()
    {
        var staying = new RecordingSubscriber();
        IDisposable? subscription = null;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                There.Subscribe(_community, new RecordingSubscriber()).Dispose();
                if (worker == 5 && i == 50)
                {
                    subscription = There.Subscribe(_community, staying);
                }
            }
        })));

        using var _ = subscription;
        await staying.InForceAsync();
        Here.Publish(_community, Bytes("still there"));
        await ReceivesAsync(staying, "still there");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> NextTextAsync(RecordingSubscriber subscriber) => Encoding.UTF8.GetString(await subscriber.NextAsync());

    /// <summary>Reads until a message comes: what was published before, or by the same server, may come too.</summary>
    private static async Task ReceivesAsync(RecordingSubscriber subscriber, string message)
    {
        while (await NextTextAsync(subscriber) != message)
        {
        }
    }

    private async Task<(RecordingSubscriber Subscriber, IDisposable Subscription)> SubscribeAsync(CommunityId community)
    {
        var subscriber = new RecordingSubscriber();
        var subscription = There.Subscribe(community, subscriber);
        await subscriber.InForceAsync();
        return (subscriber, subscription);
    }
}
