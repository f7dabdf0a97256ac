using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>An empty database of its own, removed when it is disposed.</summary>
internal sealed class Database(string provider, string connectionString) : IAsyncDisposable
{
    public const string Sqlite = "SQLite";
    public const string Postgres = "PostgreSQL";

    public string Provider => provider;

    public string ConnectionString => connectionString;

    public void Configure(DbContextOptionsBuilder options)
    {
        if (provider == Sqlite)
        {
            options.UseSqlite(connectionString);
        }
        else
        {
            options.UseNpgsql(connectionString);
        }
    }

    /// <summary>A way to plain SQL.</summary>
    public DbContext OpenContext()
    {
        var options = new DbContextOptionsBuilder();
        Configure(options);
        return new DbContext(options.Options);
    }

    public async ValueTask DisposeAsync()
    {
        if (provider == Sqlite)
        {
            SqliteConnection.ClearAllPools();
            var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
            foreach (var suffix in new[] { string.Empty, "-wal", "-shm" })
            {
                File.Delete(file + suffix);
            }

            return;
        }

        NpgsqlConnection.ClearAllPools();
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var name = settings.Database;
        settings.Database = "postgres";
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is our own.
        command.CommandText = $"DROP DATABASE \"{name}\" WITH (FORCE)";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
