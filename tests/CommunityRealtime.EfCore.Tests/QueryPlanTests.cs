using System.Collections.Concurrent;
using System.Data.Common;
using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>Pages are ranges of the primary key: neither a scan nor a sort, whatever the size of the community.</summary>
public sealed class QueryPlanTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    public static TheoryData<string> Pages => ["newest", "before", "after"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ReadAsync_AnyPage_IsARangeOfThePrimaryKey(string page)
    {
        var database = await databases.CreateAsync();
        var plans = new Plans();
        await using var chat = await ChatServices.MigratedAsync(options =>
        {
            database(options);
            options.AddInterceptors(plans);
        });
        var community = Drafts.NewCommunity();

        await chat.Messages.ReadAsync(
            page switch
            {
                "newest" => MessageQuery.Newest(community, 50, offset: 10),
                "before" => MessageQuery.Before(community, 1000, 50),
                _ => MessageQuery.After(community, 1000, 50),
            },
            CancellationToken.None);

        var plan = plans.OfQueriesOn("chat_message");
        var range = page switch { "before" => "(no=? AND id>? AND id<?)", _ => "(no=? AND id>?)" };
        Assert.Contains($"USING PRIMARY KEY {range}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    /// <summary>Asks SQLite how it runs each query that is sent to it.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<(string Query, string Plan)> _plans = new();

        public string OfQueriesOn(string table)
            => string.Join('\n', _plans.Where(plan => plan.Query.Contains($"FROM \"{table}\"", StringComparison.Ordinal)).Select(plan => plan.Plan));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var query = command.CommandText;
#pragma warning disable CA2100 // The query is EF Core's own.
            command.CommandText = $"EXPLAIN QUERY PLAN {query}";
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                    _plans.Enqueue((query, reader.GetString(3)));
                }
            }

            command.CommandText = query;
#pragma warning restore CA2100
            return ValueTask.FromResult(result);
        }
    }
}
