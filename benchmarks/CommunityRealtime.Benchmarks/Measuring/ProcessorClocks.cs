using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Measuring;

/// <summary>Whose processor time is charged: the app's, and the database's where that is a process of this machine.</summary>
internal sealed class ProcessorClocks
{
    private readonly Func<TimeSpan> _app;
    private readonly PostgresClock? _database;

    public ProcessorClocks(Func<TimeSpan> app, PostgresClock? database)
    {
        _app = app;
        _database = database;
    }

    /// <summary>This process alone.</summary>
    public static ProcessorClocks OfTheApp { get; } = new(() => Environment.CpuUsage.TotalTime, database: null);

    /// <summary>SQLite has no clock of its own: it works inside the app.</summary>
    public static async Task<ProcessorClocks> ForAsync(Database database, Func<TimeSpan> app, CancellationToken cancellationToken) => new(
        app,
        database.Provider == Database.Postgres ? await PostgresClock.FindAsync(database.ConnectionString, cancellationToken) : null);

    public (TimeSpan App, TimeSpan? Database) Read() => (_app(), _database?.Read());
}
