using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Pages straight from the store, in this process.</summary>
internal sealed class StorePages : IPageReader
{
    private readonly WebApplication _app;
    private readonly IMessageStore _store;
    private readonly int _length;

    private StorePages(WebApplication app, int length)
    {
        _app = app;
        _store = app.Services.GetRequiredService<IMessageStore>();
        _length = length;
    }

    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public static async Task<IPageReader> OpenAsync(Database database, int length, CancellationToken cancellationToken)
        => new StorePages(await ChatHost.StartAsync(new string('k', 32), database, redis: null, isDefended: false, cancellationToken), length);

    public async Task ReadAsync(Page page, CancellationToken cancellationToken)
    {
        var messages = await _store.ReadAsync(page.ToQuery(LongHistory.Community), cancellationToken);
        page.Check(_length, messages.Count, messages[0].Id, messages[^1].Id);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
