using CommunityRealtime.Messages;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>What <see cref="IMessageStore"/> promises when many callers come at once.</summary>
public abstract partial class MessageStoreSpecification
{
    [SpecificationFact]
    public async Task AppendAsync_ManyAtOnce_GivesEveryNumberOnce()
    {
        var community = NewCommunity();
        const int Count = 64;

        var results = await Task.WhenAll(Enumerable.Range(0, Count).Select(
            number => Task.Run(async () => await Store.AppendAsync(
                Draft(community, author: $"user-{number % 5}"), CancellationToken.None))));

        Assert.Equal(Numbers(1, Count), results.Select(result => result.Message.Id).Order());
        Assert.Equal(Count, (await Store.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [SpecificationFact]
    public async Task AppendAsync_BegunOneAfterTheOther_AreNumberedInThatOrder()
    {
        var communities = new[] { NewCommunity(), NewCommunity(), NewCommunity() };
        const int Count = 600;

        // Nobody waits for an answer before the next one begins: what a client does that sends ahead.
        var results = await Task.WhenAll(Enumerable.Range(0, Count).Select(
            number => Store.AppendAsync(Draft(communities[number % communities.Length]), CancellationToken.None).AsTask()).ToArray());

        Assert.All(results.Index(), result => Assert.Equal((result.Index / communities.Length) + 1, result.Item.Message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_SameDraftManyTimesAtOnce_StoresItOnce()
    {
        var draft = Draft(NewCommunity());

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(async () => await Store.AppendAsync(draft, CancellationToken.None))));

        Assert.Single(results, result => result.Outcome == AppendOutcome.Stored);
        Assert.Equal(15, results.Count(result => result.Outcome == AppendOutcome.Duplicate));
        Assert.All(results, result => Assert.Equal(1, result.Message.Id));
        Assert.Single(await NewestAsync(draft.Community));
        Assert.Equal(1, (await Store.ReadHeadAsync(draft.Community, CancellationToken.None)).Newest);
    }

    [SpecificationFact]
    public async Task ReadAsync_FollowingWhileOthersWrite_MissesNothing()
    {
        var community = NewCommunity();
        const int Writers = 8;
        const int PerWriter = 20;

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(
            writer => Task.Run(() => Store.AppendManyAsync(community, PerWriter))));
        var followed = await Store.FollowAsync(community, writing);

        Assert.Equal(Numbers(1, Writers * PerWriter), followed);
    }

    [SpecificationFact]
    public async Task ReadAsync_FollowingWhileTwoStoresWrite_MissesNothing()
    {
        var community = NewCommunity();
        const int Writers = 8;
        const int PerWriter = 25;

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(
            writer => Task.Run(() => (writer % 2 == 0 ? Store : OtherStore).AppendManyAsync(community, PerWriter))));
        var followed = await OtherStore.FollowAsync(community, writing);

        Assert.Equal(Numbers(1, Writers * PerWriter), followed);
    }

    [SpecificationFact]
    public async Task AppendAsync_TwoStoresInTheSameCommunities_NeitherFailNorWaitForEachOther()
    {
        // Each sender goes through the communities in an order of its own, new ones at first and then ones that are there.
        var communities = Enumerable.Range(0, 12).Select(_ => NewCommunity()).ToArray();
        const int Senders = 16;
        const int Rounds = 4;

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var store = sender % 2 == 0 ? Store : OtherStore;
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var community in communities.OrderBy(_ => Random.Shared.Next()))
                {
                    await store.AppendAsync(Draft(community, author: $"user-{sender}"), CancellationToken.None);
                }
            }
        })));

        foreach (var community in communities)
        {
            var page = await Store.ReadAsync(MessageQuery.After(community, 0, 1000), CancellationToken.None);
            Assert.Equal(Numbers(1, Senders * Rounds), page.Select(message => message.Id));
        }
    }

    [SpecificationFact]
    public async Task AppendAsync_SameDraftsInTwoStoresAtOnce_AreStoredOnce()
    {
        var community = NewCommunity();
        var drafts = Enumerable.Range(0, 20).Select(number => Draft(community, $"message {number}")).ToArray();

        var results = await Task.WhenAll(new[] { Store, OtherStore, Store, OtherStore }.SelectMany(store => drafts.Select(
            draft => Task.Run(async () => (draft, await store.AppendAsync(draft, CancellationToken.None))))));

        foreach (var answers in results.GroupBy(result => result.draft, result => result.Item2))
        {
            Assert.Single(answers, answer => answer.Outcome == AppendOutcome.Stored);
            Assert.Equal(3, answers.Count(answer => answer.Outcome == AppendOutcome.Duplicate));
            Assert.Single(answers.Select(answer => answer.Message.Id).Distinct());
            Assert.All(answers, answer => AssertHolds(answers.Key, answer.Message));
        }

        Assert.Equal(Numbers(1, drafts.Length), (await NewestAsync(community)).Select(message => message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_OneKeyForTwoTextsManyTimesAtOnce_StoresOneAndAnswersAllByIt()
    {
        var community = NewCommunity();
        var drafts = new[] { Draft(community, "first", clientId: "a-1"), Draft(community, "second", clientId: "a-1") };

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
            (drafts[number % 2].Content, Result: await Store.AppendAsync(drafts[number % 2], CancellationToken.None)))));

        var stored = Assert.Single(await NewestAsync(community));
        Assert.All(results, result => Assert.Equal((1, stored.Content), (result.Result.Message.Id, result.Result.Message.Content)));
        Assert.Single(results, result => result.Result.Outcome == AppendOutcome.Stored);
        Assert.Equal(19, results.Count(result => result.Result.Outcome == AppendOutcome.Duplicate && result.Content == stored.Content));
        Assert.Equal(20, results.Count(result => result.Result.Outcome == AppendOutcome.Conflict && result.Content != stored.Content));
    }

    [SpecificationFact]
    public async Task AppendAsync_OneThatCannotBeKeptAmongMany_FailsAlone()
    {
        var community = NewCommunity();
        const int Count = 40;

        var appends = Enumerable.Range(0, Count).Select(number => Task.Run(async () => await Store.AppendAsync(
            Draft(community, number == Count / 2 ? "a\0b" : $"message {number}"), CancellationToken.None))).ToArray();
        await Assert.ThrowsAsync<ArgumentException>(() => appends[Count / 2]);
        await Task.WhenAll(appends.Where((_, number) => number != Count / 2));

        Assert.Equal(Numbers(1, Count - 1), (await NewestAsync(community)).Select(message => message.Id));
    }

    [SpecificationFact]
    public async Task AppendAsync_CancelledAmongMany_EndsOnlyThatWait()
    {
        var community = NewCommunity();
        using var cancellation = new CancellationTokenSource();
        var cancelled = Draft(community);

        var others = Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.AppendManyAsync(community, 5))).ToArray();
        var waiting = Store.AppendAsync(cancelled, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Task.WhenAll([.. others, waiting.ContinueWith(_ => { }, TaskScheduler.Default)]);
        var repeated = await Store.AppendAsync(cancelled, CancellationToken.None);

        // Stored or not, it is there once.
        Assert.Contains(repeated.Outcome, new[] { AppendOutcome.Stored, AppendOutcome.Duplicate });
        var all = await Store.ReadAsync(MessageQuery.After(community, 0, 1000), CancellationToken.None);
        Assert.Equal(Numbers(1, 101), all.Select(message => message.Id));
    }

    /// <summary>The numbers from one to another, both included.</summary>
    private static IEnumerable<long> Numbers(int first, int last)
        => Enumerable.Range(first, last - first + 1).Select(number => (long)number);
}
