namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>What a run of <see cref="ClosedLoop"/> measured.</summary>
/// <param name="Latencies">How long each operation took.</param>
/// <param name="Elapsed">How long the whole run took, with the operations that were under way at its end.</param>
/// <param name="AppTime">The processor time of the app.</param>
/// <param name="DatabaseTime">The processor time of the database's own processes; <see langword="null"/> when it has none or they are not known.</param>
/// <param name="AllocatedBytes">What this process allocated, for whatever purpose.</param>
internal sealed record LoopResult(
    Latencies Latencies, TimeSpan Elapsed, TimeSpan AppTime, TimeSpan? DatabaseTime, long AllocatedBytes)
{
    /// <summary>The names of <see cref="ToFigures"/>.</summary>
    public static string[] FigureNames(string operation) =>
        [$"{operation}s/s", "p50 ms", "p99 ms", $"app CPU µs/{operation}", $"database CPU µs/{operation}"];

    public double[] ToFigures() =>
    [
        Latencies.Count / Elapsed.TotalSeconds,
        Latencies.PercentileMilliseconds(0.50),
        Latencies.PercentileMilliseconds(0.99),
        AppTime.TotalMicroseconds / Latencies.Count,
        DatabaseTime?.TotalMicroseconds / Latencies.Count ?? double.NaN,
    ];
}
