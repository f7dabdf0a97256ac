using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static CommunityRealtime.TestSupport.Specifications.Drafts;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>A SQLite file that others lock, or that cannot be written.</summary>
public sealed class SqliteFailureTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task AppendAsync_FileLockedForAMoment_WaitsAndStores()
    {
        var file = databases.NewFile();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file));
        await using var other = new SqliteConnection(file);
        await other.OpenAsync();
        var community = NewCommunity();

        var locking = await other.BeginTransactionAsync();
        var appending = Task.Run(() => chat.Messages.AppendManyAsync(community, 1));
        await Assert.ThrowsAsync<TimeoutException>(() => appending.WaitAsync(Moment));
        Assert.Empty(await chat.Messages.ReadAsync(MessageQuery.Newest(community, 5), CancellationToken.None));
        await locking.DisposeAsync();
        await appending;

        Assert.Equal(1, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [Fact]
    public async Task AppendAsync_CancelledWhileWaitingForItsTurn_StoresNothing()
    {
        var file = databases.NewFile();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file));
        await using var other = new SqliteConnection(file);
        await other.OpenAsync();
        var community = NewCommunity();
        using var cancellation = new CancellationTokenSource();

        var locking = await other.BeginTransactionAsync();
        var first = Task.Run(() => chat.Messages.AppendManyAsync(community, 1));
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(Moment));
        var second = Task.Run(async () => await chat.Messages.AppendAsync(Draft(community), cancellation.Token));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(10)));
        await locking.DisposeAsync();
        await first;

        Assert.Equal(1, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
    }

    [Fact]
    public async Task Stores_FileThatMayOnlyBeRead_ReadButSayThatTheyCannotWrite()
    {
        var file = databases.NewFile();
        var community = NewCommunity();
        await using (var writer = await ChatServices.MigratedAsync(options => options.UseSqlite(file)))
        {
            await writer.Messages.AppendManyAsync(community, 1);
        }

        await using var chat = ChatServices.On(options => options.UseSqlite($"{file};Mode=ReadOnly"));

        await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.AppendAsync(Draft(community), CancellationToken.None));
        await Assert.ThrowsAsync<MembershipUnavailableException>(async () => await chat.Members.SetAsync(
            community, new UserId("42"), CommunityMembership.Member(), CancellationToken.None));
        Assert.Single(await chat.Messages.ReadAsync(MessageQuery.Newest(community, 5), CancellationToken.None));
    }

    [Fact]
    public async Task Stores_FolderThatDoesNotExist_SaySo()
    {
        await using var chat = ChatServices.On(options => options.UseSqlite("Data Source=/nowhere/at/all/chat.db"));
        var community = NewCommunity();

        await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.AppendAsync(Draft(community), CancellationToken.None));
        await Assert.ThrowsAsync<MessageStoreException>(
            async () => await chat.Messages.ReadHeadAsync(community, CancellationToken.None));
        await Assert.ThrowsAsync<MembershipUnavailableException>(
            async () => await chat.Members.FindAsync(community, new UserId("42"), CancellationToken.None));
    }
}
