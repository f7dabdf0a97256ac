using System.Globalization;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary>Two processes that write to one community at the same time, one of which is killed in the middle.</summary>
[Collection(nameof(OnPostgres))]
public sealed class TwoWritersTests(PostgresDatabases databases, SqliteDatabases files) : IClassFixture<SqliteDatabases>
{
    private const int Senders = 16;

    /// <summary>How much each process stores before the next thing happens.</summary>
    private const int Stretch = 200;

    [Fact]
    public async Task AppendAsync_TwoProcessesOnSqliteOneKilled_LoseAndDoubleNothing()
    {
        var file = files.NewFile();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file));

        await WriteAsync(chat, WriterProgram.Sqlite, file);
    }

    [FactOnMachinesWith("initdb")]
    public async Task AppendAsync_TwoProcessesOnPostgresOneKilled_LoseAndDoubleNothing()
    {
        await using var chat = await ChatServices.MigratedAsync(await databases.CreateAsync());
        await using var context = chat.CreateContext();

        await WriteAsync(chat, WriterProgram.Postgres, context.Database.GetConnectionString()!);
    }

    /// <summary>Two write, one is killed, the other goes on alone, and one more comes in for the killed one and sends again what it had not heard of.</summary>
    private static async Task WriteAsync(ChatServices chat, string provider, string database)
    {
        var community = Drafts.NewCommunity();
        await using var killed = new WriterProcess(provider, database, community);
        await using var survivor = new WriterProcess(provider, database, community);
        await using var successor = new WriterProcess(provider, database, community);

        // The senders of the survivor are others, because a sender is known by its place in the line.
        var first = Enumerable.Repeat(1, Senders).ToArray();
        var second = Enumerable.Repeat(0, Senders).Concat(first).ToArray();
        var following = FollowAsync(chat.Messages, community, out var stop);
        await Task.WhenAll(killed.StartAsync(first), survivor.StartAsync(second));
        await killed.AcknowledgedAsync(Stretch);
        await survivor.AcknowledgedAsync(Stretch);
        await killed.KillAsync();
        await survivor.AcknowledgedAsync(survivor.Acknowledged.Count + Stretch);

        var next = (int[])[.. first];
        foreach (var (sender, number, _) in killed.Acknowledged.Select(Parse))
        {
            next[sender] = Math.Max(next[sender], number + 1);
        }

        await successor.StartAsync(next);
        await successor.AcknowledgedAsync(Stretch);
        await survivor.KillAsync();
        await successor.KillAsync();
        await stop.CancelAsync();

        await AssertHoldsAsync(chat.Messages, community, [killed, survivor, successor], await following);
    }

    private static Task<List<long>> FollowAsync(IMessageStore store, CommunityId community, out CancellationTokenSource stop)
    {
        var stopping = stop = new CancellationTokenSource();
        return Task.Run(async () =>
        {
            var seen = new List<long>();
            while (!stopping.IsCancellationRequested)
            {
                var page = await store.ReadAsync(MessageQuery.After(community, seen.LastOrDefault(), 1000), CancellationToken.None);
                seen.AddRange(page.Select(message => message.Id));
                await Task.Delay(5, CancellationToken.None);
            }

            return seen;
        });
    }

    private static async Task AssertHoldsAsync(
        IMessageStore store, CommunityId community, WriterProcess[] writers, List<long> followed)
    {
        var stored = await store.ReadAsync(MessageQuery.After(community, 0, int.MaxValue), CancellationToken.None);
        var byId = stored.ToDictionary(message => message.Id, message => message.Content);

        Assert.Equal(Numbers(stored.Count), stored.Select(message => message.Id));
        Assert.Equal(stored.Count, (await store.ReadHeadAsync(community, CancellationToken.None)).Newest);
        Assert.Equal(stored.Count, byId.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Numbers(followed.Count), followed);
        var acknowledged = writers.SelectMany(writer => writer.Acknowledged).Select(Parse).ToArray();
        Assert.Equal(acknowledged.Length, acknowledged.Select(message => message.Id).Distinct().Count());
        Assert.All(acknowledged, message => Assert.Equal(WriterProgram.Content(message.Sender, message.Number), byId[message.Id]));
    }

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(1, count).Select(number => (long)number);

    private static (int Sender, int Number, long Id) Parse(string[] fields) => (
        int.Parse(fields[0], CultureInfo.InvariantCulture),
        int.Parse(fields[1], CultureInfo.InvariantCulture),
        long.Parse(fields[2], CultureInfo.InvariantCulture));
}
