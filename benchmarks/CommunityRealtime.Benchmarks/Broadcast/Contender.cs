using System.Diagnostics;
using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A server that is measured beside others.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly Dialect _dialect;

    private Contender(ServerProcess server, Dialect dialect, string name)
    {
        _server = server;
        _dialect = dialect;
        Name = name;
    }

    /// <summary>What tables call it.</summary>
    public string Name { get; }

    /// <summary>A server that keeps its messages in memory, or not at all.</summary>
    public static async Task<Contender> StartAsync(Dialect dialect, CancellationToken cancellationToken)
        => new(await ServerProcess.StartAsync(dialect.Server, database: null, cancellationToken), dialect, dialect.Name);

    /// <summary>The library's server with a store.</summary>
    public static async Task<Contender> StartAsync(string name, Database? database, CancellationToken cancellationToken)
        => new(await ServerProcess.StartAsync(ServerKind.CommunityRealtime, database, cancellationToken), Dialect.All[0], name);

    /// <summary>Connects a crowd, lets it send for a while without looking, and then for a while with a stopwatch.</summary>
    public async Task<BroadcastResult> MeasureAsync(
        CrowdShape shape, Func<Crowd, TimeSpan, Task> send, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var crowd = await Crowd.ConnectAsync(_server, _dialect, shape, cancellationToken);
        await send(crowd, warmUp);
        crowd.Forget();

        var used = _server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await send(crowd, duration);
        var elapsed = Stopwatch.GetElapsedTime(started);
        used = _server.ProcessorTime - used;

        var latencies = crowd.TakeLatencies();
        return new(
            used.TotalMicroseconds / latencies.Count,
            latencies.Count / elapsed.TotalSeconds,
            latencies.PercentileMilliseconds(0.50),
            latencies.PercentileMilliseconds(0.99));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
