using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Pages of 50 out of a long history, from the store and over HTTP, beside the ways that one would write first.</summary>
internal sealed class HistoryScenario(BenchmarkOptions options)
{
    private readonly ResultTable _table = new(
        $"A page of {Page.Size} out of {options.HistoryLength:N0} messages",
        ["database", "way", "page", "readers"],
        [.. LoopResult.FigureNames("page"), "CPU µs/page of both"]);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var databases = await Databases.OpenAsync(options))
        {
            var loaded = new List<Database>();
            try
            {
                foreach (var provider in databases.Providers)
                {
                    loaded.Add(await databases.CreateAsync(provider));
                    await LongHistory.LoadAsync(loaded[^1], options.HistoryLength, cancellationToken);
                }

                for (var round = 1; round <= options.Rounds; round++)
                {
                    foreach (var database in loaded)
                    {
                        foreach (var way in PageWay.All)
                        {
                            await using var reader = await way.OpenAsync(database, options.HistoryLength, cancellationToken);
                            await MeasureAsync(database, reader, way, cancellationToken);
                        }
                    }
                }
            }
            finally
            {
                foreach (var database in loaded)
                {
                    await database.DisposeAsync();
                }
            }
        }

        _table.Print();
    }

    private async Task MeasureAsync(Database database, IPageReader reader, PageWay way, CancellationToken cancellationToken)
    {
        var clocks = await ProcessorClocks.ForAsync(database, () => reader.ProcessorTime, cancellationToken);

        // Not recorded: the just-in-time compiler works longer than the warm-up of one cell.
        await ReadAsync(way.Pages[0], way.Readers[^1]);
        foreach (var page in way.Pages)
        {
            foreach (var readers in way.Readers)
            {
                var result = await ReadAsync(page, readers);
                var name = page == PageWay.FarBack ? $"`offset={Page.FarBackOffset(options.HistoryLength)}`" : page;
                var both = (result.AppTime + (result.DatabaseTime ?? TimeSpan.Zero)).TotalMicroseconds / result.Latencies.Count;
                _table.Add([database.Provider, way.Name, name, $"{readers}"], [.. result.ToFigures(), both]);
            }
        }

        Task<LoopResult> ReadAsync(string page, int readers) => ClosedLoop.RunAsync(
            readers,
            options,
            clocks,
            _ => reader.ReadAsync(PageWay.Choose(page, options.HistoryLength), cancellationToken),
            cancellationToken);
    }
}
