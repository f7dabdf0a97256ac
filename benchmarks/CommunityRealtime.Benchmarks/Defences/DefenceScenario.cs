using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Defences;

/// <summary>The same library twice: without limits and with nobody listening, and with all of it. Every delivery is checked.</summary>
internal sealed class DefenceScenario(BenchmarkOptions options)
{
    private static readonly (string Load, CrowdShape Shape)[] Loads =
    [
        ("fan-out", new(1, 1_000, Senders: 10)),
        ("ingest", new(64, 1, Senders: 1)),
    ];

    private readonly ResultTable _table = new(
        "Limits, metrics and traces",
        ["load", "rooms × members", "limits, metrics and traces"],
        ["server CPU µs/delivery", "CPU × without", "deliveries/s", "p50 ms", "p99 ms"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var plain = Dialect.All[0];
        await using var without = await Contender.StartAsync(plain with { Name = "off" }, cancellationToken);
        await using var with = await Contender.StartAsync(plain with { Server = ServerKind.DefendedCommunityRealtime, Name = "on" }, cancellationToken);
        Contender[] hosts = [without, with];
        foreach (var host in hosts)
        {
            foreach (var (_, shape) in Loads)
            {
                // Not recorded: the just-in-time compiler works longer than the warm-up of one cell.
                await MeasureAsync(host, shape, cancellationToken);
            }
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (load, shape) in Loads)
            {
                await MeasureAsync(hosts, round, load, shape, cancellationToken);
            }
        }

        _table.Print();
    }

    /// <summary>One host after the other. Each round begins with another one.</summary>
    private async Task MeasureAsync(Contender[] hosts, int round, string load, CrowdShape shape, CancellationToken cancellationToken)
    {
        var results = new BroadcastResult[hosts.Length];
        for (var turn = 0; turn < hosts.Length; turn++)
        {
            var index = (round + turn) % hosts.Length;
            results[index] = await MeasureAsync(hosts[index], shape, cancellationToken);
        }

        for (var index = 0; index < hosts.Length; index++)
        {
            var result = results[index];
            _table.Add(
                [load, $"{shape}", hosts[index].Name],
                result.MicrosecondsPerDelivery,
                result.MicrosecondsPerDelivery / results[0].MicrosecondsPerDelivery,
                result.DeliveriesPerSecond,
                result.MedianMilliseconds,
                result.P99Milliseconds);
        }
    }

    private Task<BroadcastResult> MeasureAsync(Contender host, CrowdShape shape, CancellationToken cancellationToken) => host.MeasureAsync(
        shape, (crowd, sending) => crowd.SendBackToBackAsync(sending, cancellationToken), options.WarmUp, options.Duration, cancellationToken);
}
