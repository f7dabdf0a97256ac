using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>Several processes on one database, each with services and connections of its own.</summary>
public abstract class SharedDatabaseTests(ITestDatabases databases)
{
    private const int NewCommunities = 300;

    private const int Writers = 4;
    private const int PerWriter = 15;

    [SpecificationFact]
    public async Task AppendAsync_TwoProcessesInOneCommunity_GiveEveryNumberOnceInOrder()
    {
        var database = await databases.CreateAsync();
        await using var first = await ChatServices.MigratedAsync(database);
        await using var second = ChatServices.On(database);
        await using var third = ChatServices.On(database);
        var community = Drafts.NewCommunity();

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).SelectMany(_ => new[] { first, second }).Select(
            process => Task.Run(() => process.Messages.AppendManyAsync(community, PerWriter))));
        var seen = await third.Messages.FollowAsync(community, writing);

        Assert.Equal(Enumerable.Range(1, 2 * Writers * PerWriter).Select(number => (long)number), seen);
    }

    [SpecificationFact]
    public async Task AppendAsync_TwoProcessesInNewCommunities_CountEachFromOne()
    {
        var database = await databases.CreateAsync();
        await using var first = await ChatServices.MigratedAsync(database);
        await using var second = ChatServices.On(database);
        var communities = Enumerable.Range(0, 8).Select(_ => Drafts.NewCommunity()).ToArray();

        await Task.WhenAll(communities.SelectMany(community => new[] { first, second }.Select(
            process => Task.Run(() => process.Messages.AppendManyAsync(community, 5)))));

        foreach (var community in communities)
        {
            var page = await first.Messages.ReadAsync(MessageQuery.After(community, 0, 100), CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), page.Select(message => message.Id));
        }
    }

    /// <remarks>One message at a time, so that none is tried again for another's sake.</remarks>
    [SpecificationFact]
    public async Task AppendAsync_FirstMessagesOfACommunityInTwoProcesses_AreAllStored()
    {
        var database = await databases.CreateAsync();
        await using var first = await ChatServices.MigratedAsync(database);
        await using var second = ChatServices.On(database);

        for (var i = 0; i < NewCommunities; i++)
        {
            var community = Drafts.NewCommunity();
            await Task.WhenAll(new[] { first, second }.Select(process => Task.Run(() => process.Messages.AppendManyAsync(community, 3))));

            var page = await first.Messages.ReadAsync(MessageQuery.After(community, 0, 100), CancellationToken.None);
            Assert.Equal([1, 2, 3, 4, 5, 6], page.Select(message => message.Id));
        }
    }

    [SpecificationFact]
    public async Task AppendAsync_SameDraftInTwoProcesses_IsStoredOnce()
    {
        var database = await databases.CreateAsync();
        await using var first = await ChatServices.MigratedAsync(database);
        await using var second = ChatServices.On(database);
        var drafts = Enumerable.Range(0, 10).Select(_ => Drafts.Draft(Drafts.NewCommunity())).ToArray();

        var results = await Task.WhenAll(drafts.SelectMany(draft => new[] { first, second }.Select(
            process => Task.Run(async () => await process.Messages.AppendAsync(draft, CancellationToken.None)))));

        Assert.All(results, result => Assert.Equal(1, result.Message.Id));
        Assert.Equal(drafts.Length, results.Count(result => result.Outcome == AppendOutcome.Stored));
        Assert.Equal(drafts.Length, results.Count(result => result.Outcome == AppendOutcome.Duplicate));
    }

    [SpecificationFact]
    public async Task Stores_AfterARestart_GoOnWhereTheyWere()
    {
        var database = await databases.CreateAsync();
        var community = Drafts.NewCommunity();
        CommunityHead before;
        await using (var first = await ChatServices.MigratedAsync(database))
        {
            await first.Messages.AppendManyAsync(community, 3);
            before = await first.Messages.ReadHeadAsync(community, CancellationToken.None);
        }

        await using var second = await ChatServices.MigratedAsync(database);
        await second.Messages.AppendManyAsync(community, 1);

        var page = await second.Messages.ReadAsync(MessageQuery.Newest(community, 10), CancellationToken.None);
        Assert.Equal(["message 1", "message 2", "message 3", "message 1"], page.Select(message => message.Content));
        Assert.Equal(new CommunityHead(before.Epoch, 4), await second.Messages.ReadHeadAsync(community, CancellationToken.None));
    }
}
