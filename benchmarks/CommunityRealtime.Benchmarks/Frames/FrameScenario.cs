using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Frames;

/// <summary>What the strict reader costs for one frame.</summary>
internal sealed class FrameScenario(BenchmarkOptions options)
{
    private readonly ResultTable _table = new("The strict reader, a frame of 100 bytes", ["frame"], ["µs/frame", "allocated bytes/frame"]);

    /// <exception cref="InvalidDataException">A cell was not measured to the end.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var report in InProcess.Measure<FrameReads>(options, cancellationToken).Reports)
        {
            if (report is not { Success: true, ResultStatistics: { } times, GcStats: var memory }
                || memory.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: false) is not { } bytes)
            {
                throw new InvalidDataException("a cell was not measured to its end; the reason stands above.");
            }

            _table.Add([$"{report.BenchmarkCase.Parameters[nameof(FrameReads.Frame)]}"], times.Median / 1_000, (double)bytes / memory.TotalOperations);
        }

        _table.Print();
    }
}
