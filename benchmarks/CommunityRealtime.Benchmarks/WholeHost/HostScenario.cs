using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.WholeHost;

/// <summary>One room of 1,000 members and 64 senders on a whole host, from socket to socket: what does it cost to keep the messages? Every delivery is checked.</summary>
internal sealed class HostScenario(BenchmarkOptions options)
{
    private static readonly CrowdShape Shape = new(1, 1_000, Senders: 64);

    private readonly ResultTable _table = new(
        $"Whole host, {Shape.Members:N0} members, {Shape.Senders} senders back to back",
        ["messages in"],
        ["server CPU µs/delivery", "CPU × memory", "deliveries/s", "p50 ms", "p99 ms"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var databases = await Databases.OpenAsync(options))
        {
            var stores = new List<Database>();
            var hosts = new List<Contender>();
            try
            {
                hosts.Add(await Contender.StartAsync("memory", database: null, cancellationToken));
                foreach (var provider in databases.Providers)
                {
                    stores.Add(await databases.CreateAsync(provider));
                    hosts.Add(await Contender.StartAsync(provider, stores[^1], cancellationToken));
                }

                foreach (var host in hosts)
                {
                    // Not recorded: the just-in-time compiler works longer than the warm-up of one cell.
                    await MeasureAsync(host, options.WarmUp, cancellationToken);
                }

                for (var round = 0; round < options.Rounds; round++)
                {
                    await MeasureAsync(hosts, round, cancellationToken);
                }
            }
            finally
            {
                foreach (var host in hosts)
                {
                    await host.DisposeAsync();
                }

                foreach (var store in stores)
                {
                    await store.DisposeAsync();
                }
            }
        }

        _table.Print();
    }

    /// <summary>One host after the other. Each round begins with another one.</summary>
    private async Task MeasureAsync(List<Contender> hosts, int round, CancellationToken cancellationToken)
    {
        var results = new BroadcastResult[hosts.Count];
        for (var turn = 0; turn < hosts.Count; turn++)
        {
            var index = (round + turn) % hosts.Count;
            results[index] = await MeasureAsync(hosts[index], options.Duration, cancellationToken);
        }

        for (var index = 0; index < hosts.Count; index++)
        {
            var result = results[index];
            _table.Add(
                [hosts[index].Name],
                result.MicrosecondsPerDelivery,
                result.MicrosecondsPerDelivery / results[0].MicrosecondsPerDelivery,
                result.DeliveriesPerSecond,
                result.MedianMilliseconds,
                result.P99Milliseconds);
        }
    }

    private Task<BroadcastResult> MeasureAsync(Contender host, TimeSpan duration, CancellationToken cancellationToken) => host.MeasureAsync(
        Shape, (crowd, sending) => crowd.SendBackToBackAsync(sending, cancellationToken), options.WarmUp, duration, cancellationToken);
}
