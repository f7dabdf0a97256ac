using System.Collections.Concurrent;
using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Postgres;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>A PostgreSQL that crashes and comes back under running stores, with and without the provider's retries.</summary>
public sealed class PostgresFailureTests : IAsyncLifetime
{
    private readonly PostgresServer _server = PostgresServer.CreateStoppable();

    [FactOnMachinesWith("initdb")]
    public async Task Stores_DatabaseGoneAndBack_SaySoAndWorkAgain()
    {
        var database = await _server.CreateDatabaseAsync();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseNpgsql(database));
        var community = NewCommunity();
        var user = new UserId("42");
        await chat.Messages.AppendManyAsync(community, 1);
        var draft = Draft(community);

        await _server.StopAsync();
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.AppendAsync(draft, CancellationToken.None));
        await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.ReadAsync(MessageQuery.Newest(community, 5), CancellationToken.None));
        await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.ReadHeadAsync(community, CancellationToken.None));
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.ProbeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<MembershipUnavailableException>(
            async () => await chat.Members.FindAsync(community, user, CancellationToken.None));
        await Assert.ThrowsAsync<MembershipUnavailableException>(
            async () => await chat.Members.SetAsync(community, user, CommunityMembership.Member(), CancellationToken.None));
        await Assert.ThrowsAsync<CrisisCaseStoreException>(
            async () => await chat.Cases.FindAsync(Guid.NewGuid(), CancellationToken.None));
        await Assert.ThrowsAsync<CrisisCaseStoreException>(async () => await chat.Cases.RaiseAsync(community, user, Noon));

        await _server.StartAsync();
        await chat.Messages.ProbeAsync(CancellationToken.None);
        var result = await chat.Messages.AppendAsync(draft, CancellationToken.None);

        Assert.Equal((AppendOutcome.Stored, 2), (result.Outcome, result.Message.Id));
    }

    [TheoryOnMachinesWith("initdb")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AppendAsync_DatabaseCrashesWhileManyWrite_LosesAndDoublesNothing(bool retryOnFailure)
    {
        var database = await _server.CreateDatabaseAsync();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseNpgsql(database, npgsql =>
        {
            if (retryOnFailure)
            {
                npgsql.EnableRetryOnFailure();
            }
        }));
        var community = NewCommunity();
        var acknowledged = new ConcurrentDictionary<long, string>();
        using var stopping = new CancellationTokenSource();

        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(
            writer => Task.Run(() => WriteAsync(chat.Messages, community, $"user-{writer}", acknowledged, stopping.Token))));
        await UntilAsync(() => acknowledged.Count > 50);
        await _server.StopAsync();
        await _server.StartAsync();
        var restarted = acknowledged.Count;
        await UntilAsync(() => acknowledged.Count > restarted + 50);
        await stopping.CancelAsync();
        await writing;

        var stored = await chat.Messages.ReadAsync(MessageQuery.After(community, 0, int.MaxValue), CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(message => message.Id));
        Assert.Equal(stored.Count, stored.Select(message => message.Content).Distinct().Count());
        Assert.Equal(
            acknowledged.OrderBy(message => message.Key).Select(message => message.Value), stored.Select(message => message.Content));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => ((IAsyncLifetime)_server).DisposeAsync();

    /// <summary>Sends messages, each until it is acknowledged.</summary>
    private static async Task WriteAsync(
        IMessageStore store,
        CommunityId community,
        string author,
        ConcurrentDictionary<long, string> acknowledged,
        CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var draft = Draft(community, $"{Guid.NewGuid()}", author);
            while (true)
            {
                try
                {
                    var result = await store.AppendAsync(draft, CancellationToken.None);
                    Assert.True(acknowledged.TryAdd(result.Message.Id, draft.Content), "A number was given out twice.");
                    break;
                }
                catch (MessageStoreException)
                {
                    // Sent again with the same key, as a client does.
                    await Task.Yield();
                }
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
