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
                            await (way.Servers == 1
                                ? MeasureAsync(database, appender, way.Name, senders, cancellationToken)
                                : MeasureServersAsync(database, appender, way, senders, cancellationToken));
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

        await AddAsync(database, appender, way, senders, result, appended, cancellationToken);
    }

    /// <summary>Measures several processes on one database, among which the senders are divided. This process only counts.</summary>
    private async Task MeasureServersAsync(
        Database database, IAppender counter, AppendWay way, int senders, CancellationToken cancellationToken)
    {
        var each = senders / way.Servers;
        var servers = new List<AppenderProcess>();

        // The community is there before they come, as it is all its life but once.
        var first = await counter.AppendAsync(1, cancellationToken);
        try
        {
            while (servers.Count < way.Servers)
            {
                servers.Add(await AppenderProcess.StartAsync(database, 1 + (servers.Count * each), each, options, cancellationToken));
            }

            var clocks = await ProcessorClocks.ForAsync(database, () => TimeSpan.Zero, cancellationToken);
            await Task.WhenAll(servers.Select(server => server.BeginAsync(cancellationToken)));
            var before = clocks.Read().Database;
            var results = await Task.WhenAll(servers.Select(server => server.ResultAsync(cancellationToken)));
            var result = AppenderResult.Merge(results, clocks.Read().Database - before);
            await AddAsync(database, counter, way.Name, senders, result, first + results.Sum(one => one.Appended), cancellationToken);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private async Task AddAsync(
        Database database, IAppender appender, string way, int senders, LoopResult result, long appended, CancellationToken cancellationToken)
    {
        var stored = await appender.CountAsync(cancellationToken);
        if (stored != appended)
        {
            throw new InvalidDataException($"{appended} messages were acknowledged and {stored} are stored.");
        }

        var allocated = ((double)result.AllocatedBytes / result.Latencies.Count) - _ownBytes;
        _table.Add([database.Provider, way, $"{senders}"], [.. result.ToFigures(), allocated]);
    }
}
