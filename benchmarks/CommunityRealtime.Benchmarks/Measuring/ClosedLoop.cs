using System.Diagnostics;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>A number of workers, each of which starts its next operation when its last one is done.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs the operation for a while without looking, and then for a while with a stopwatch.</summary>
    /// <param name="workers">How many workers.</param>
    /// <param name="options">How long.</param>
    /// <param name="clocks">Whose processor time is charged.</param>
    /// <param name="operation">One operation of one worker, by its number from 0.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<LoopResult> RunAsync(
        int workers, BenchmarkOptions options, ProcessorClocks clocks, Func<int, Task> operation, CancellationToken cancellationToken)
    {
        await RunForAsync(options.WarmUp, workers, operation, cancellationToken);

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var before = clocks.Read();
        var started = Stopwatch.GetTimestamp();
        var latencies = await RunForAsync(options.Duration, workers, operation, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = clocks.Read();

        return new LoopResult(
            latencies, elapsed, after.App - before.App, after.Database - before.Database, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static async Task<Latencies> RunForAsync(TimeSpan duration, int workers, Func<int, Task> operation, CancellationToken cancellationToken)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => WorkAsync(worker), cancellationToken)));

        var merged = new Latencies();
        foreach (var latencies in all)
        {
            merged.AddAll(latencies);
        }

        return merged;

        async Task<Latencies> WorkAsync(int worker)
        {
            var latencies = new Latencies();
            for (var started = Stopwatch.GetTimestamp(); started < end; started = Stopwatch.GetTimestamp())
            {
                cancellationToken.ThrowIfCancellationRequested();
                await operation(worker);
                latencies.AddSince(started);
            }

            return latencies;
        }
    }
}
