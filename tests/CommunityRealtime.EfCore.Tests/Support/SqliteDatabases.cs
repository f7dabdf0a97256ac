using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>SQLite files in a temporary folder.</summary>
public sealed class SqliteDatabases : ITestDatabases, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-sqlite-").FullName;
    private readonly Lazy<Task<ChatServices>> _shared;
    private readonly Lazy<Task<ChatServices>> _other;

    public SqliteDatabases()
    {
        var database = new Lazy<Task<Action<DbContextOptionsBuilder>>>(CreateAsync);
        _shared = new(async () => await ChatServices.MigratedAsync(await database.Value));
        _other = new(async () => ChatServices.On(await database.Value));
    }

    /// <summary>The connection string of a file that is not there yet.</summary>
    public string NewFile() => $"Data Source={Path.Combine(_folder, $"{Guid.NewGuid():n}.db")}";

    public Task<Action<DbContextOptionsBuilder>> CreateAsync()
    {
        var file = NewFile();
        return Task.FromResult<Action<DbContextOptionsBuilder>>(options => options.UseSqlite(file));
    }

    public Task<ChatServices> SharedAsync() => _shared.Value;

    public Task<ChatServices> OtherAsync() => _other.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var chat in new[] { _shared, _other })
        {
            if (chat is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                await (await chat.Value).DisposeAsync();
            }
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
