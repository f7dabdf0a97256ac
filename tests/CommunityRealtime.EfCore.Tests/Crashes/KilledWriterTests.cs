using System.Globalization;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary>Processes that are killed in the middle of writing, one after the other, on one database.</summary>
[Collection(nameof(OnPostgres))]
public sealed class KilledWriterTests(PostgresDatabases databases, SqliteDatabases files) : IClassFixture<SqliteDatabases>
{
    private const int Senders = 32;

    private const int MaxMillisecondsToLive = 60;

    [Fact]
    public async Task AppendAsync_ProcessKilledFiftyTimesOnSqlite_LosesAndRepeatsNothing()
    {
        var file = files.NewFile();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file));

        await KillAsync(chat, WriterProgram.Sqlite, file, kills: 50);

        await using var context = chat.CreateContext();
        Assert.Equal("ok", await context.Database.SqlQuery<string>(
            $"SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").SingleAsync());
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_ProcessKilledAgainAndAgainOnPostgres_LosesAndRepeatsNothing()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        await using var context = chat.CreateContext();

        await KillAsync(chat, WriterProgram.Postgres, context.Database.GetConnectionString()!, kills: 15);
    }

    private static async Task KillAsync(ChatServices chat, string provider, string database, int kills)
    {
        var community = Drafts.NewCommunity();
        var acknowledged = new Dictionary<long, (int Sender, int Number)>();
        var next = Enumerable.Repeat(1, Senders).ToArray();

        var process = new WriterProcess(provider, database, community);
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var running = process;

            // Started ahead, since a start takes much longer than a life.
            process = new WriterProcess(provider, database, community);

            // Whatever was not acknowledged before is sent again, whether it was stored or not.
            await running.StartAsync(next);
            await Task.Delay(Random.Shared.Next(MaxMillisecondsToLive));
            await running.KillAsync();

            foreach (var (sender, number, id) in running.Acknowledged.Select(Parse))
            {
                Assert.True(acknowledged.TryAdd(id, (sender, number)), "A number was given out twice.");
                next[sender] = Math.Max(next[sender], number + 1);
            }
        }

        await process.DisposeAsync();
        await AssertHoldsAsync(chat.Messages, community, acknowledged);
    }

    private static async Task AssertHoldsAsync(
        IMessageStore store, CommunityId community, Dictionary<long, (int Sender, int Number)> acknowledged)
    {
        var stored = await store.ReadAsync(MessageQuery.After(community, 0, int.MaxValue), CancellationToken.None);
        var head = await store.ReadHeadAsync(community, CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, stored.Count).Select(number => (long)number), stored.Select(message => message.Id));
        Assert.Equal(stored.Count, head.Newest);
        Assert.Equal(stored.Count, stored.Select(message => message.Content).Distinct(StringComparer.Ordinal).Count());
        var byId = stored.ToDictionary(message => message.Id, message => message.Content);
        Assert.All(acknowledged, message => Assert.Equal(WriterProgram.Content(message.Value.Sender, message.Value.Number), byId[message.Key]));
    }

    private static (int Sender, int Number, long Id) Parse(string[] fields) => (
        int.Parse(fields[0], CultureInfo.InvariantCulture),
        int.Parse(fields[1], CultureInfo.InvariantCulture),
        long.Parse(fields[2], CultureInfo.InvariantCulture));
}
