using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;

namespace CommunityRealtime.Redis.Tests.Support;

/// <summary>Two servers of one chat on one Redis, for tests in which nothing breaks.</summary>
public class TwoServers : IAsyncLifetime
{
    public RedisServer Redis { get; } = new();

    public ChatServer Here { get; private set; } = null!;

    public ChatServer There { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // Where there is no Redis the tests are skipped, and this must not fail.
        await Redis.InitializeAsync();
        if (Programs.Find("redis-server") is not null)
        {
            await PrepareAsync();
            Here = await ChatServer.StartJoinedAsync(Redis.ConnectionString, Configure);
            There = await ChatServer.StartJoinedAsync(Redis.ConnectionString, Configure);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { Here, There })
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }

        await Redis.DisposeAsync();
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected virtual void Configure(RedisBackplaneOptions options)
    {
    }
}
