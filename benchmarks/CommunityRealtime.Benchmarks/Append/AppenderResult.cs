using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>What one of several servers measured, as it goes from process to process.</summary>
/// <param name="Appended">How many rows it added, the warm-up's too.</param>
/// <param name="Latencies">How long each append took, in bytes (<see cref="Latencies.ToBytes"/>).</param>
/// <param name="Elapsed">How long the measurement took.</param>
/// <param name="ProcessorTime">The process's processor time.</param>
/// <param name="AllocatedBytes">What the process allocated.</param>
internal sealed record AppenderResult(long Appended, byte[] Latencies, TimeSpan Elapsed, TimeSpan ProcessorTime, long AllocatedBytes)
{
    public static AppenderResult From(LoopResult result, long appended)
        => new(appended, result.Latencies.ToBytes(), result.Elapsed, result.AppTime, result.AllocatedBytes);

    /// <summary>All servers as one: their messages and their processor time together.</summary>
    public static LoopResult Merge(IReadOnlyCollection<AppenderResult> results, TimeSpan? databaseTime)
    {
        var latencies = new Latencies();
        foreach (var result in results)
        {
            latencies.AddAll(Measuring.Latencies.FromBytes(result.Latencies));
        }

        return new LoopResult(
            latencies,
            results.Max(result => result.Elapsed),
            TimeSpan.FromTicks(results.Sum(result => result.ProcessorTime.Ticks)),
            databaseTime,
            results.Sum(result => result.AllocatedBytes));
    }
}
