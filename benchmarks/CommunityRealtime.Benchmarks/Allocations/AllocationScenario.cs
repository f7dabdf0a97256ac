using BenchmarkDotNet.Reports;
using CommunityRealtime.Benchmarks.Measuring;

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
        var rooms = InProcess.Measure<BroadcastAllocations>(options, cancellationToken).Reports.Select(Room.Read).OrderBy(room => room.Members).ToArray();
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
