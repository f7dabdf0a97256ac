using System.Security.Cryptography;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>The servers of one chat: one, or several that share a database and a Redis.</summary>
/// <param name="servers">The servers, which go with it.</param>
internal sealed class ServerGroup(params ServerProcess[] servers) : IAsyncDisposable
{
    public int Count => servers.Length;

    /// <summary>What all of them used so far.</summary>
    public TimeSpan ProcessorTime => servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.ProcessorTime);

    /// <summary>Starts servers of the library, one after the other: the first one makes tables and keys.</summary>
    /// <param name="count">How many.</param>
    /// <param name="database">Their database.</param>
    /// <param name="redis">Where their Redis is; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<ServerGroup> StartAsync(int count, Database database, string? redis, CancellationToken cancellationToken)
    {
        var signingKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var servers = new List<ServerProcess>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                servers.Add(await ServerProcess.StartAsync(ServerKind.CommunityRealtime, database, redis, signingKey, cancellationToken));
            }

            return new([.. servers]);
        }
        catch
        {
            await new ServerGroup([.. servers]).DisposeAsync();
            throw;
        }
    }

    /// <summary>Which server a member is connected to: they take turns.</summary>
    public ServerProcess Of(int member) => servers[member % servers.Length];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }
}
