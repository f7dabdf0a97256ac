using System.Data.Common;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
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
    public async Task AppendAsync_FileLockedForLong_SaysSoAndWorksAgain()
    {
        var file = databases.NewFile();
        await using var chat = await ChatServices.OnHostAsync<HostContext>(options => options.UseSqlite($"{file};Default Timeout=1"));
        var draft = Draft(NewCommunity());
        await using var other = new SqliteConnection(file);
        await other.OpenAsync();

        var locking = await other.BeginTransactionAsync();
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.AppendAsync(draft, CancellationToken.None));
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.ProbeAsync(CancellationToken.None));
        await locking.DisposeAsync();
        await chat.Messages.ProbeAsync(CancellationToken.None);
        var result = await chat.Messages.AppendAsync(draft, CancellationToken.None);

        Assert.Equal((AppendOutcome.Stored, 1), (result.Outcome, result.Message.Id));
    }

    [Fact]
    public async Task AppendAsync_DiskFull_SaysSoAndWorksAgain()
    {
        var file = databases.NewFile();
        var disk = new SmallDisk();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file).AddInterceptors(disk));
        var community = NewCommunity();
        await chat.Messages.AppendManyAsync(community, 1);
        var drafts = Enumerable.Range(0, 50).Select(number => Draft(community, $"{number}" + new string('x', 10_000))).ToArray();

        disk.IsFull = true;
        var appends = drafts.Select(draft => chat.Messages.AppendAsync(draft, CancellationToken.None).AsTask()).ToArray();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.ProbeAsync(CancellationToken.None));
        disk.IsFull = false;
        await chat.Messages.ProbeAsync(CancellationToken.None);
        var acknowledged = appends.Where(append => append.IsCompletedSuccessfully).Select(append => append.Result.Message.Content).ToArray();
        var heldBack = await chat.Messages.ReadAsync(MessageQuery.After(community, 1, 1000), CancellationToken.None);
        var again = await Task.WhenAll(drafts.Select(draft => chat.Messages.AppendAsync(draft, CancellationToken.None).AsTask()));

        Assert.Contains(appends, append => append.IsFaulted);
        Assert.All(appends.Where(append => append.IsFaulted), append => Assert.IsType<MessageStoreException>(append.Exception!.InnerException));
        Assert.Equal(acknowledged.Order(), heldBack.Select(message => message.Content).Order());
        Assert.Equal(50 - acknowledged.Length, again.Count(result => result.Outcome == AppendOutcome.Stored));
        Assert.Equal(51, (await chat.Messages.ReadHeadAsync(community, CancellationToken.None)).Newest);
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
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.ProbeAsync(CancellationToken.None));
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
        await Assert.ThrowsAsync<MessageStoreException>(async () => await chat.Messages.ProbeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<MembershipUnavailableException>(
            async () => await chat.Members.FindAsync(community, new UserId("42"), CancellationToken.None));
    }

    /// <summary>Lets the file grow no further while it is full: SQLite then answers as it does when the disk is.</summary>
    private sealed class SmallDisk : DbTransactionInterceptor
    {
        public bool IsFull { get; set; }

        public override ValueTask<DbTransaction> TransactionStartedAsync(
            DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
        {
            using var command = connection.CreateCommand();
            command.Transaction = result;
            command.CommandText = IsFull ? "PRAGMA max_page_count = 60" : "PRAGMA max_page_count = 1000000";
            command.ExecuteScalar();
            return ValueTask.FromResult(result);
        }
    }
}
