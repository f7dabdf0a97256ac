using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Pages of 50 out of a long history, from the store and over HTTP.</summary>
internal sealed class HistoryScenario(BenchmarkOptions options)
{
    private static readonly int[] Readers = [1, 16];

    private static readonly (string Name, Func<Database, int, CancellationToken, Task<IPageReader>> OpenAsync)[] Ways =
    [
        ("IMessageStore", StorePages.OpenAsync),
        ("HTTP", HttpPages.OpenAsync),
    ];

    private static readonly (string Name, Func<int, Page> Choose)[] Pages =
    [
        ("newest", _ => Page.Newest),
        ("`offset=1000`", _ => Page.Offset1000),
        ("`before` in the middle", Page.InTheMiddle),
    ];

    private readonly ResultTable _table = new(
        $"A page of {Page.Size} out of {options.HistoryLength:N0} messages",
        ["database", "way", "page", "readers"],
        LoopResult.FigureNames("page"));

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
                        foreach (var way in Ways)
                        {
                            await using var reader = await way.OpenAsync(database, options.HistoryLength, cancellationToken);
                            await MeasureAsync(database, reader, way.Name, cancellationToken);
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

    private async Task MeasureAsync(Database database, IPageReader reader, string way, CancellationToken cancellationToken)
    {
        var clocks = await ProcessorClocks.ForAsync(database, () => reader.ProcessorTime, cancellationToken);
        foreach (var page in Pages)
        {
            foreach (var readers in Readers)
            {
                var result = await ClosedLoop.RunAsync(
                    readers,
                    options,
                    clocks,
                    _ => reader.ReadAsync(page.Choose(options.HistoryLength), cancellationToken),
                    cancellationToken);

                _table.Add([database.Provider, way, page.Name, $"{readers}"], result.ToFigures());
            }
        }
    }
}
