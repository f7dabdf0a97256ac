using System.Diagnostics;
using CommunityRealtime.Benchmarks.Append;
using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Fills a database with a long history of one community, quickly: the database multiplies one message, and the retry keys' index is made at the end.</summary>
internal static class LongHistory
{
    public static CommunityId Community { get; } = new(5);

    public static async Task LoadAsync(Database database, int length, CancellationToken cancellationToken)
    {
        // The library makes its tables and the first message.
        await using (var appender = await StoreAppender.OpenAsync(database, cancellationToken))
        {
            await appender.AppendAsync(1, cancellationToken);
        }

        var started = Stopwatch.GetTimestamp();
        await using var context = database.OpenContext();
        context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await context.Database.OpenConnectionAsync(cancellationToken);
        foreach (var statement in (string[])[.. Before(database.Provider), .. Load(database.Provider, length), .. After(database.Provider)])
        {
            await context.Database.ExecuteSqlRawAsync(statement, cancellationToken);
        }

        Console.Error.WriteLine($"{database.Provider}: {length:N0} messages loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
    }

    private static string[] Before(string provider) => provider == Database.Sqlite
        ? ["PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -524288"]
        : ["SET maintenance_work_mem = '1GB'"];

    private static string[] Load(string provider, int length) =>
    [
        "DROP INDEX ux_chat_message_key",
        $"""
        {(provider == Database.Sqlite
            ? $"WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {length})"
            : $"WITH numbers(n) AS (SELECT generate_series(2, {length}))")}
        INSERT INTO chat_message (no, id, user_id, client_key, created_at, flags, display_name, content)
        SELECT first.no, n, CAST(n % 1000 AS text), 'key-' || CAST(n AS text), first.created_at + n, first.flags, first.display_name, first.content
        FROM numbers CROSS JOIN (SELECT * FROM chat_message WHERE id = 1) AS first
        """,
        "CREATE UNIQUE INDEX ux_chat_message_key ON chat_message (user_id, no, client_key)",
        $"UPDATE chat_head SET last = {length}",
    ];

    // What a database does by itself within minutes, so that no round pays for it.
    private static string[] After(string provider) => provider == Database.Sqlite
        ? ["PRAGMA journal_mode = WAL", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -2000"]
        : ["VACUUM ANALYZE chat_message, chat_head", "CHECKPOINT"];
}
