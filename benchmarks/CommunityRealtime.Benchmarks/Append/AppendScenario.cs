using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>Messages into one community, each waited for until it is committed, beside the naive ways.</summary>
internal sealed class AppendScenario(BenchmarkOptions options)
{
    private readonly ResultTable _table = new(
        "Append",
        ["database", "way", "senders"],
        [.. LoopResult.FigureNames("message"), "allocated B/message"]);

    private double _ownBytes;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await MeasureSenderAsync(cancellationToken);
        await using (var databases = await Databases.OpenAsync(options))
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var provider in databases.Providers)
                {
                    // Side by side what is compared, so that a slow minute of the machine falls on both.
                    foreach (var senders in AppendWay.All.SelectMany(way => way.Senders).Distinct())
                    {
                        foreach (var way in AppendWay.All.Where(way => way.IsMeasured(provider, senders)))
                        {
                            await using var database = await databases.CreateAsync(provider);
                            await using var appender = await way.OpenAsync(database, cancellationToken);
                            await MeasureAsync(database, appender, way.Name, senders, cancellationToken);
                        }
                    }
                }
            }
        }

        _table.Print();
    }

    /// <summary>Finds out what making a message and measuring it allocates, to take it off.</summary>
    private async Task MeasureSenderAsync(CancellationToken cancellationToken)
    {
        await using var appender = new NoAppender();
        var result = await ClosedLoop.RunAsync(
            16, options, ProcessorClocks.OfTheApp, sender => appender.AppendAsync(sender, cancellationToken), cancellationToken);
        _ownBytes = (double)result.AllocatedBytes / result.Latencies.Count;
    }

    private async Task MeasureAsync(Database database, IAppender appender, string way, int senders, CancellationToken cancellationToken)
    {
        var appended = 0L;
        var clocks = await ProcessorClocks.ForAsync(database, () => Environment.CpuUsage.TotalTime, cancellationToken);

        var result = await ClosedLoop.RunAsync(
            senders,
            options,
            clocks,
            async sender => Interlocked.Add(ref appended, await appender.AppendAsync(sender + 1, cancellationToken)),
            cancellationToken);

        var stored = await appender.CountAsync(cancellationToken);
        if (stored != appended)
        {
            throw new InvalidDataException($"{appended} messages were acknowledged and {stored} are stored.");
        }

        var allocated = ((double)result.AllocatedBytes / result.Latencies.Count) - _ownBytes;
        _table.Add([database.Provider, way, $"{senders}"], [.. result.ToFigures(), allocated]);
    }
}
