using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Peers;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>Pages by <c>OFFSET</c>, the naive way, in this process.</summary>
internal sealed class NaivePages : IPageReader
{
    private readonly ServiceProvider _services;
    private readonly int _length;

    private NaivePages(ServiceProvider services, int length)
    {
        _services = services;
        _length = length;
    }

    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public static Task<IPageReader> OpenAsync(Database database, int length, CancellationToken cancellationToken)
        => Task.FromResult<IPageReader>(new NaivePages(
            new ServiceCollection().AddDbContext<LinqPagesContext>(database.Configure).BuildServiceProvider(), length));

    public async Task ReadAsync(Page page, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<LinqPagesContext>();
        var community = await context.Communities.AsNoTracking()
            .SingleAsync(row => row.CommunityId == LongHistory.Community.Value, cancellationToken);
        var messages = await context.Messages.AsNoTracking().Where(message => message.No == community.No)
            .OrderByDescending(message => message.Id).Skip(page.Offset).Take(Page.Size).ToListAsync(cancellationToken);
        page.Check(_length, messages.Count, messages[^1].Id, messages[0].Id);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
