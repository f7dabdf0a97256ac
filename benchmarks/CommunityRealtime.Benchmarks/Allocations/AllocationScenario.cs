using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CommunityRealtime.Benchmarks.Measuring;
using Perfolizer.Horology;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>What the whole process allocates for a message, by the size of the room. A delivery is to cost nothing.</summary>
internal sealed class AllocationScenario(BenchmarkOptions options)
{
    private readonly ResultTable _table = new(
        "Allocations of a broadcast, without a network",
        ["members"],
        ["allocated bytes/message", "µs/message"]);

    /// <exception cref="InvalidDataException">A room was not measured to the end.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        // Nothing else stops a benchmark, and it leaves nothing behind but an empty folder.
        using var stop = cancellationToken.Register(() => Environment.Exit(130));

        var rooms = Measure().Reports.Select(Room.Read).OrderBy(room => room.Members).ToArray();
        if (rooms is not [var smallest, .., var largest])
        {
            throw new InvalidDataException("no room was measured; the reason stands above.");
        }

        foreach (var room in rooms)
        {
            _table.Add([$"{room.Members:N0}"], room.BytesPerMessage, room.MicrosecondsPerMessage);
        }

        _table.Print();
        var deliveries = largest.Members - smallest.Members;
        var bytes = (largest.BytesPerMessage - smallest.BytesPerMessage) / deliveries;
        Console.WriteLine(
            $"\nAllocated bytes per delivery: ({largest.BytesPerMessage:N0} − {smallest.BytesPerMessage:N0}) / {deliveries:N0} = {bytes:0.000}");
    }

    private Summary Measure()
    {
        // In this process: a program of its own for each room would be the same server with the same settings.
        var job = options.Quick
            ? Job.Dry
            : Job.Default.WithWarmupCount(5).WithIterationCount(20).WithIterationTime(TimeInterval.FromMilliseconds(500));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var progress = new StreamWriter(Console.OpenStandardError());
            return BenchmarkRunner.Run<BroadcastAllocations>(ManualConfig.CreateEmpty()
                .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
                .AddLogger(new StreamLogger(progress))
                .WithArtifactsPath(folder.FullName)
                .WithOptions(ConfigOptions.DisableLogFile));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed record Room(int Members, double BytesPerMessage, double MicrosecondsPerMessage)
    {
        public static Room Read(BenchmarkReport report)
            => report is { Success: true, ResultStatistics: { } times, GcStats: var memory }
                && memory.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: false) is { } bytes
                ? new(
                    (int)report.BenchmarkCase.Parameters[nameof(BroadcastAllocations.Members)],
                    (double)bytes / memory.TotalOperations,
                    times.Median / 1_000)
                : throw new InvalidDataException("a room was not measured to its end; the reason stands above.");
    }
}
