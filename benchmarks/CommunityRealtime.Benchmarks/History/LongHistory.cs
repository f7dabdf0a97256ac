using CommunityRealtime.Benchmarks.Append;
using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Fills a database with a long history of one community, quickly.</summary>
internal static class LongHistory
{
    public static CommunityId Community { get; } = new(5);

    public static async Task LoadAsync(Database database, int length, CancellationToken cancellationToken)
    {
        // The library makes its tables and the first message; the database multiplies it.
        await using (var appender = await StoreAppender.OpenAsync(database, cancellationToken))
        {
            await appender.AppendAsync(1, cancellationToken);
        }

        await using var context = database.OpenContext();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await context.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {length})
            INSERT INTO chat_message (no, id, user_id, client_key, created_at, flags, display_name, content)
            SELECT first.no, n, CAST(n % 1000 AS text), 'key-' || CAST(n AS text), first.created_at + n, first.flags, first.display_name, first.content
            FROM numbers CROSS JOIN chat_message AS first WHERE first.id = 1
            """,
            cancellationToken);
        await context.Database.ExecuteSqlAsync($"UPDATE chat_head SET last = {length}", cancellationToken);

        // What a database does by itself within minutes, so that no round pays for it.
        var settle = database.Provider == Database.Sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE chat_message, chat_head";
        await context.Database.ExecuteSqlRawAsync(settle, cancellationToken);
    }
}
