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

    /// <summary>The numbers from one to another, both included.</summary>
    private static IEnumerable<long> Numbers(int first, int last)
        => Enumerable.Range(first, last - first + 1).Select(number => (long)number);
}
