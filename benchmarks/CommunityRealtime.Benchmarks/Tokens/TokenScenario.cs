using BenchmarkDotNet.Reports;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Tokens;

/// <summary>What a server pays for the token of a client that connects, the first time and again.</summary>
internal sealed class TokenScenario(BenchmarkOptions options)
{
    private readonly ResultTable _table = new(
        "The check of a token",
        ["signed", "the token is"],
        ["µs/check", "allocated bytes/check"]);

    /// <exception cref="InvalidDataException">A cell was not measured to the end.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        foreach (var report in InProcess.Measure<TokenChecks>(options, cancellationToken).Reports)
        {
            Add(report);
        }

        _table.Print();
    }

    private void Add(BenchmarkReport report)
    {
        var parameters = report.BenchmarkCase.Parameters;
        if (report is not { Success: true, ResultStatistics: { } times, GcStats: var memory }
            || memory.GetTotalAllocatedBytes(excludeAllocationQuantumSideEffects: false) is not { } bytes)
        {
            throw new InvalidDataException("a cell was not measured to its end; the reason stands above.");
        }

        _table.Add(
            [$"{parameters[nameof(TokenChecks.Algorithm)]}", (bool)parameters[nameof(TokenChecks.Known)] ? "known" : "new"],
            times.Median / 1_000,
            (double)bytes / memory.TotalOperations);
    }
}
