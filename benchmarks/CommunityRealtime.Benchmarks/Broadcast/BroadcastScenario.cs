using System.Diagnostics;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>Messages to rooms of 10, 100 and 1,000 members on real sockets. Every delivery is counted and its order checked.</summary>
internal sealed class BroadcastScenario(BenchmarkOptions options)
{
    private const int Senders = 10;
    private const double PacedDeliveriesPerSecond = 10_000;

    private static readonly int[] Sizes = [10, 100, 1000];

    private readonly ResultTable _table = new(
        "Broadcast, messages in memory",
        ["members", "load"],
        ["deliveries/s", "server CPU µs/delivery", "p50 ms", "p99 ms"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var server = await ServerProcess.StartAsync(database: null, cancellationToken))
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var size in Sizes)
                {
                    // A community of its own each time: its ids start at 1.
                    await using var room = await Room.ConnectAsync(server, $"round-{round}-members-{size}", size, cancellationToken);
                    await MeasureAsync(server, room, size, "back to back", duration => room.SendBackToBackAsync(duration, Senders, cancellationToken));
                    await MeasureAsync(
                        server,
                        room,
                        size,
                        $"{PacedDeliveriesPerSecond:N0} deliveries/s",
                        duration => room.SendAtRateAsync(duration, PacedDeliveriesPerSecond / size, cancellationToken));
                }
            }
        }

        _table.Print();
    }

    private async Task MeasureAsync(ServerProcess server, Room room, int size, string load, Func<TimeSpan, Task> send)
    {
        await send(options.WarmUp);
        room.Forget();

        var used = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await send(options.Duration);
        var elapsed = Stopwatch.GetElapsedTime(started);
        used = server.ProcessorTime - used;

        var latencies = room.TakeLatencies();
        _table.Add(
            [$"{size:N0}", load],
            latencies.Count / elapsed.TotalSeconds,
            used.TotalMicroseconds / latencies.Count,
            latencies.PercentileMilliseconds(0.50),
            latencies.PercentileMilliseconds(0.99));
    }
}
