using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>Measures with BenchmarkDotNet in this process: a program of its own for each cell would be the same server with the same settings.</summary>
internal static class InProcess
{
    public static Summary Measure<T>(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        // Nothing else stops a benchmark, and it leaves nothing behind but an empty folder.
        using var stop = cancellationToken.Register(() => Environment.Exit(130));

        var job = options.Quick
            ? Job.Dry
            : Job.Default.WithWarmupCount(5).WithIterationCount(20).WithIterationTime(TimeInterval.FromMilliseconds(500));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var progress = new StreamWriter(Console.OpenStandardError());
            return BenchmarkRunner.Run<T>(ManualConfig.CreateEmpty()
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
}
