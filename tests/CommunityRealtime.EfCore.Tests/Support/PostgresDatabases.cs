using CommunityRealtime.TestSupport.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>Databases of one PostgreSQL server, which starts with the first of them.</summary>
public sealed class PostgresDatabases : ITestDatabases, IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly Lazy<Task<string>> _sharedDatabase;
    private readonly Lazy<Task<ChatServices>> _shared;
    private readonly Lazy<Task<ChatServices>> _other;

    public PostgresDatabases()
    {
        _sharedDatabase = new(NewDatabaseAsync);
        _shared = new(async () =>
        {
            var database = await _sharedDatabase.Value;
            return await ChatServices.MigratedAsync(options => options.UseNpgsql(database));
        });
        _other = new(async () =>
        {
            var database = await _sharedDatabase.Value;
            return ChatServices.On(options => options.UseNpgsql(database));
        });
    }

    public async Task<Action<DbContextOptionsBuilder>> CreateAsync()
    {
        var database = await NewDatabaseAsync();
        return options => options.UseNpgsql(database);
    }

    public Task<ChatServices> SharedAsync() => _shared.Value;

    public Task<ChatServices> OtherAsync() => _other.Value;

    /// <summary>The connection string of the database under <see cref="SharedAsync"/>.</summary>
    public async Task<string> SharedDatabaseAsync()
    {
        await SharedAsync();
        return await _sharedDatabase.Value;
    }

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

        NpgsqlConnection.ClearAllPools();
        await ((IAsyncLifetime)_server).DisposeAsync();
    }

    // Every test's database has a pool of its own, whose idle connections must not fill the server.
    private async Task<string> NewDatabaseAsync() => new NpgsqlConnectionStringBuilder(await _server.CreateDatabaseAsync())
    {
        MaxPoolSize = 16,
        ConnectionIdleLifetime = 2,
        ConnectionPruningInterval = 1,
    }.ConnectionString;
}
