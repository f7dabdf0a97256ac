using System.Diagnostics;
using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A server that is measured beside others.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly ServerGroup _servers;
    private readonly Dialect _dialect;

    private Contender(ServerGroup servers, Dialect dialect, string name)
    {
        _servers = servers;
        _dialect = dialect;
        Name = name;
    }

    /// <summary>What tables call it.</summary>
    public string Name { get; }

    /// <summary>A server that keeps its messages in memory, or not at all.</summary>
    public static async Task<Contender> StartAsync(Dialect dialect, CancellationToken cancellationToken)
        => new(new(await ServerProcess.StartAsync(dialect.Server, database: null, cancellationToken)), dialect, dialect.Name);

    /// <summary>The library's server with a store.</summary>
    public static async Task<Contender> StartAsync(string name, Database? database, CancellationToken cancellationToken)
        => new(new(await ServerProcess.StartAsync(ServerKind.CommunityRealtime, database, cancellationToken)), Dialect.All[0], name);

    /// <summary>Servers of the library that share a database, and a Redis if there are several.</summary>
    public static async Task<Contender> StartAsync(string name, int servers, Database database, string? redis, CancellationToken cancellationToken)
        => new(await ServerGroup.StartAsync(servers, database, redis, cancellationToken), Dialect.All[0], name);

    /// <summary>Connects a crowd.</summary>
    public Task<Crowd> ConnectAsync(CrowdShape shape, CancellationToken cancellationToken)
        => Crowd.ConnectAsync(_servers, _dialect, shape, cancellationToken);

    /// <summary>Connects a crowd, lets it send for a while without looking, and then for a while with a stopwatch.</summary>
    public async Task<BroadcastResult> MeasureAsync(
        CrowdShape shape, Func<Crowd, TimeSpan, Task> send, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var crowd = await ConnectAsync(shape, cancellationToken);
        await send(crowd, warmUp);
        crowd.Forget();

        var used = _servers.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await send(crowd, duration);
        var elapsed = Stopwatch.GetElapsedTime(started);
        used = _servers.ProcessorTime - used;

        var latencies = crowd.TakeLatencies();
        return new(
            used.TotalMicroseconds / latencies.Count,
            latencies.Count / elapsed.TotalSeconds,
            latencies.PercentileMilliseconds(0.50),
            latencies.PercentileMilliseconds(0.99));
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();
}
