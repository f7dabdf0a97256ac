using System.Diagnostics;
using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Arrivals;

/// <summary>What connecting costs where it hurts: everybody at once after a restart, again and again, and beside connections that never say what they want.</summary>
internal sealed class ArrivalScenario(BenchmarkOptions options)
{
    private const int SlowConnections = 300;
    private const int Handshakes = 50;

    /// <summary>A room that talks meanwhile: 100 messages each second to ten members.</summary>
    private static readonly CrowdShape Talkers = new(1, 10, Senders: 10);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly ResultTable _storm = new(
        "Everybody comes back to a server that has just started", ["clients", "server"], ["s until all are in", "time × hand-written loop", "room p99 ms meanwhile", "room p99 ms after"]);

    private readonly ResultTable _churn = new(
        "Clients that come and go", ["cycles"], ["memory × before", "threads × before", "MB after", "threads after"]);

    private readonly ResultTable _slow = new(
        $"{SlowConnections} connections that never end their request", ["connections"], ["median handshake ms", "slowest handshake ms"]);

    private int Clients => options.Quick ? 500 : 10_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var loop = Dialect.All.Single(dialect => dialect.Server == ServerKind.HandWrittenLoop);
        for (var round = 0; round < options.Rounds; round++)
        {
            Dialect[] turns = round % 2 == 0 ? [loop, Dialect.All[0]] : [Dialect.All[0], loop];
            var results = new Dictionary<Dialect, double[]>();
            foreach (var dialect in turns)
            {
                results[dialect] = await StormAsync(dialect, cancellationToken);
            }

            foreach (var (dialect, result) in results)
            {
                _storm.Add([$"{Clients:N0}", dialect.Name], result[0], result[0] / results[loop][0], result[1], result[2]);
            }

            await ChurnAndSlowAsync(cancellationToken);
        }

        _storm.Print();
        _churn.Print();
        _slow.Print();
    }

    private async Task<double[]> StormAsync(Dialect dialect, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(dialect.Server, database: null, cancellationToken);
        var arrivals = new ArrivingClients(server, dialect);
        var addresses = arrivals.MakeAddresses(Clients);
        await using var talkers = await Crowd.ConnectAsync(new ServerGroup(server), dialect, Talkers, cancellationToken);
        var connecting = Task.Run(() => arrivals.ConnectAsync(addresses, cancellationToken), cancellationToken);
        while (!connecting.IsCompleted)
        {
            await talkers.SendAtRateAsync(TimeSpan.FromMilliseconds(500), deliveriesPerSecond: 1_000, cancellationToken);
        }

        var (time, sockets) = await connecting;
        var meanwhile = talkers.TakeLatencies().PercentileMilliseconds(0.99);
        talkers.Forget();
        await talkers.SendAtRateAsync(options.Duration, deliveriesPerSecond: 1_000, cancellationToken);
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        return [time.TotalSeconds, meanwhile, talkers.TakeLatencies().PercentileMilliseconds(0.99)];
    }

    private async Task ChurnAndSlowAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(ServerKind.CommunityRealtime, database: null, cancellationToken);
        var arrivals = new ArrivingClients(server, Dialect.All[0]);
        var addresses = arrivals.MakeAddresses(Clients);

        // Not recorded: this is the warm baseline.
        await arrivals.ComeAndGoAsync(addresses, cancellationToken);
        await Task.Delay(Rest, cancellationToken);
        var before = server.Size;
        await arrivals.ComeAndGoAsync(addresses, cancellationToken);
        await Task.Delay(Rest, cancellationToken);
        var after = server.Size;
        _churn.Add([$"{Clients:N0}"], (double)after.Bytes / before.Bytes, (double)after.Threads / before.Threads, after.Bytes / 1_048_576.0, after.Threads);

        _slow.Add(["none"], await HandshakesAsync(arrivals, cancellationToken));
        await using var slow = await HalfOpen.OpenAsync(server.Address, SlowConnections, cancellationToken);
        _slow.Add([$"{SlowConnections}"], await HandshakesAsync(arrivals, cancellationToken));
    }

    /// <summary>Median and slowest of some handshakes, one after the other, in milliseconds.</summary>
    private static async Task<double[]> HandshakesAsync(ArrivingClients arrivals, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 1; i <= Handshakes; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var socket = await arrivals.ConnectAsync(i, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return [times[Handshakes / 2], times[^1]];
    }
}
