using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>SQLite files in a temporary folder.</summary>
public sealed class SqliteDatabases : ITestDatabases, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-sqlite-").FullName;
    private readonly Lazy<Task<ChatServices>> _shared;

    public SqliteDatabases() => _shared = new(async () => await ChatServices.MigratedAsync(await CreateAsync()));

    /// <summary>The connection string of a file that is not there yet.</summary>
    public string NewFile() => $"Data Source={Path.Combine(_folder, $"{Guid.NewGuid():n}.db")}";

    public Task<Action<DbContextOptionsBuilder>> CreateAsync()
    {
        var file = NewFile();
        return Task.FromResult<Action<DbContextOptionsBuilder>>(options => options.UseSqlite(file));
    }

    public Task<ChatServices> SharedAsync() => _shared.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _shared.Value).DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
