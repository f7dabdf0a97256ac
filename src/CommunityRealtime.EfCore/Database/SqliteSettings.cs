using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommunityRealtime.EfCore.Database;

/// <summary>Sets up each connection to the library's own SQLite file: what was acknowledged survives a power cut, readers and the writer do not wait for each other.</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // The wait comes first, so that it already holds while the file is switched to WAL.
    private const string Statements =
        """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Statements;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
