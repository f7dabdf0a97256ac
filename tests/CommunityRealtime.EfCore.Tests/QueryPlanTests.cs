using CommunityRealtime.EfCore.Tests.Support;
using CommunityRealtime.Messages;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests;

/// <summary>Pages are ranges of the primary key: neither a scan nor a sort, whatever the size of the community.</summary>
public sealed class QueryPlanTests(SqliteDatabases databases) : IClassFixture<SqliteDatabases>
{
    public static TheoryData<string> Pages => ["newest", "before", "after"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ReadAsync_AnyPage_IsARangeOfThePrimaryKey(string page)
    {
        await using var connection = new RecordingConnection(databases.NewFile());
        await connection.OpenAsync();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(connection));
        var community = Drafts.NewCommunity();

        await chat.Messages.ReadAsync(
            page switch
            {
                "newest" => MessageQuery.Newest(community, 50, offset: 10),
                "before" => MessageQuery.Before(community, 1000, 50),
                _ => MessageQuery.After(community, 1000, 50),
            },
            CancellationToken.None);

        var plan = connection.PlanOfTheLastQuery();
        var range = page switch { "before" => "(no=? AND id>? AND id<?)", _ => "(no=? AND id>?)" };
        Assert.Contains($"USING PRIMARY KEY {range}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    /// <summary>Remembers what is sent over it, to ask SQLite how it runs that.</summary>
    private sealed class RecordingConnection(string file) : SqliteConnection(file)
    {
        private SqliteCommand? _last;

        public override SqliteCommand CreateCommand() => _last = base.CreateCommand();

        public string PlanOfTheLastQuery()
        {
            using var explain = base.CreateCommand();
#pragma warning disable CA2100 // The query is the store's own.
            explain.CommandText = $"EXPLAIN QUERY PLAN {_last!.CommandText}";
#pragma warning restore CA2100
            foreach (SqliteParameter parameter in _last.Parameters)
            {
                explain.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
            }

            var steps = new List<string>();
            using var reader = explain.ExecuteReader();
            while (reader.Read())
            {
                steps.Add(reader.GetString(3));
            }

            return string.Join('\n', steps);
        }
    }
}
