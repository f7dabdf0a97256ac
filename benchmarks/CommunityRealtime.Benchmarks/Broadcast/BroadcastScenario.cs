using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>
/// Messages to rooms of 10, 100 and 1,000 members on real sockets, by the library and by what one would use or write instead.
/// Every delivery is checked.
/// </summary>
internal sealed class BroadcastScenario(BenchmarkOptions options)
{
    private const double PacedDeliveriesPerSecond = 10_000;

    // The smaller the rooms the more of them, so that the server has enough to do.
    private static readonly CrowdShape[] Shapes = [new(20, 10, Senders: 1), new(5, 100, Senders: 2), new(1, 1_000, Senders: 10)];

    private readonly ResultTable _table = new(
        "Broadcast, messages in memory",
        ["rooms × members", "load", "server"],
        ["server CPU µs/delivery", "CPU × CommunityRealtime", "deliveries/s", "p50 ms", "p99 ms"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<Crowd, TimeSpan, Task> Send)[] loads =
        [
            ("back to back", (crowd, duration) => crowd.SendBackToBackAsync(duration, cancellationToken)),
            ($"{PacedDeliveriesPerSecond:N0} deliveries/s", (crowd, duration) => crowd.SendAtRateAsync(duration, PacedDeliveriesPerSecond, cancellationToken)),
        ];

        var servers = new List<Contender>();
        try
        {
            foreach (var dialect in Dialect.All)
            {
                servers.Add(await Contender.StartAsync(dialect, cancellationToken));

                // Not recorded: the just-in-time compiler works longer than the warm-up of one cell.
                await servers[^1].MeasureAsync(Shapes[1], loads[0].Send, options.WarmUp, options.WarmUp, cancellationToken);
            }

            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var shape in Shapes)
                {
                    foreach (var (load, send) in loads)
                    {
                        await MeasureAsync(servers, round, shape, load, send, cancellationToken);
                    }
                }
            }
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }

        _table.Print();
    }

    /// <summary>Measures one cell with one server after the other. Each round begins with another one.</summary>
    private async Task MeasureAsync(
        List<Contender> servers, int round, CrowdShape shape, string load, Func<Crowd, TimeSpan, Task> send, CancellationToken cancellationToken)
    {
        var results = new BroadcastResult[servers.Count];
        for (var turn = 0; turn < servers.Count; turn++)
        {
            var index = (round + turn) % servers.Count;
            results[index] = await servers[index].MeasureAsync(shape, send, options.WarmUp, options.Duration, cancellationToken);
        }

        for (var index = 0; index < servers.Count; index++)
        {
            var result = results[index];
            _table.Add(
                [$"{shape}", load, servers[index].Name],
                result.MicrosecondsPerDelivery,
                result.MicrosecondsPerDelivery / results[0].MicrosecondsPerDelivery,
                result.DeliveriesPerSecond,
                result.MedianMilliseconds,
                result.P99Milliseconds);
        }
    }
}
