using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>Messages into one community, each waited for until it is committed, beside the naive way.</summary>
internal sealed class AppendScenario(BenchmarkOptions options)
{
    private static readonly int[] Senders = [1, 16, 64];

    private static readonly (string Name, Func<Database, CancellationToken, Task<IAppender>> OpenAsync)[] Ways =
    [
        ("CommunityRealtime", StoreAppender.OpenAsync),
        ("DbContext per message", NaiveAppender.OpenAsync),
    ];

    private readonly ResultTable _table = new(
        "Append",
        ["database", "way", "senders"],
        LoopResult.FigureNames("message"));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using (var databases = await Databases.OpenAsync(options))
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                foreach (var provider in databases.Providers)
                {
                    foreach (var senders in Senders)
                    {
                        foreach (var way in Ways)
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

    private async Task MeasureAsync(Database database, IAppender appender, string way, int senders, CancellationToken cancellationToken)
    {
        var appended = 0L;
        var clocks = await ProcessorClocks.ForAsync(database, () => Environment.CpuUsage.TotalTime, cancellationToken);

        var result = await ClosedLoop.RunAsync(
            senders,
            options,
            clocks,
            async sender =>
            {
                await appender.AppendAsync(sender + 1, cancellationToken);
                Interlocked.Increment(ref appended);
            },
            cancellationToken);

        var stored = await appender.CountAsync(cancellationToken);
        if (stored != appended)
        {
            throw new InvalidDataException($"{appended} messages were acknowledged and {stored} are stored.");
        }

        _table.Add([database.Provider, way, $"{senders}"], result.ToFigures());
    }
}
