using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Postgres;
using Npgsql;
using Xunit;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>Makes fresh databases: SQLite files in a folder, and PostgreSQL databases on a server that syncs to disk.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PostgresServer _postgres = new() { SyncsToDisk = true };

    private Databases(BenchmarkOptions options, IReadOnlyList<string> providers)
    {
        _folder = Directory.CreateDirectory(Path.Combine(options.Folder, $"communityrealtime-benchmarks-{Guid.NewGuid():N}"));
        Providers = providers;
    }

    /// <summary>The databases that this machine has.</summary>
    public IReadOnlyList<string> Providers { get; }

    public static async Task<Databases> OpenAsync(BenchmarkOptions options)
    {
        if (Programs.Find("initdb") is null && Environment.GetEnvironmentVariable("TEST_POSTGRES") is null)
        {
            Console.WriteLine("\nPostgreSQL is left out: this machine has none, and TEST_POSTGRES names no other.");
            return new(options, [Database.Sqlite]);
        }

        var databases = new Databases(options, [Database.Sqlite, Database.Postgres]);
        await using var database = await databases.CreateAsync(Database.Postgres);
        Console.WriteLine($"\nPostgreSQL: {await SettingsAsync(database.ConnectionString)}");
        return databases;
    }

    public async Task<Database> CreateAsync(string provider) => new(
        provider,
        provider == Database.Sqlite
            ? $"Data Source={Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db")}"
            : $"{await _postgres.CreateDatabaseAsync()};Maximum Pool Size=90");

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncLifetime)_postgres).DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // The settings that decide what a commit costs.
    private static async Task<string> SettingsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings
            WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers')
            """;
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
