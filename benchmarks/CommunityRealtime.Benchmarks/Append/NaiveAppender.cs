using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The way everyone starts: a scope, a context and <c>SaveChangesAsync</c> for every message.</summary>
internal sealed class NaiveAppender : IAppender
{
    private const string Community = "5";

    private readonly ServiceProvider _services;
    private readonly bool _numbered;

    private NaiveAppender(ServiceProvider services, bool numbered)
    {
        _services = services;
        _numbered = numbered;
    }

    /// <summary>Messages with an identity, and no number in their community.</summary>
    public static Task<IAppender> OpenAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, numbered: false, cancellationToken);

    /// <summary>Messages that take their community's next number, each by the lock of its counter.</summary>
    public static Task<IAppender> OpenNumberedAsync(Database database, CancellationToken cancellationToken)
        => OpenAsync(database, numbered: true, cancellationToken);

    private static async Task<IAppender> OpenAsync(Database database, bool numbered, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddDbContext<NaiveContext>(database.Configure).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<NaiveContext>();
        await context.Database.EnsureCreatedAsync(cancellationToken);
        if (database.Provider == Database.Sqlite)
        {
            // Stays with the file. Every connection syncs each commit (synchronous=FULL), as SQLite does unless told otherwise.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        }

        context.Counters.Add(new NaiveCounter { CommunityId = Community });
        await context.SaveChangesAsync(cancellationToken);
        return new NaiveAppender(services, numbered);
    }

    public async Task<int> AppendAsync(int user, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<NaiveContext>();
        if (!_numbered)
        {
            return await SaveAsync(context, user, 0, cancellationToken);
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Counters.Where(counter => counter.CommunityId == Community)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), cancellationToken);
        var counter = await context.Counters.AsNoTracking().SingleAsync(counter => counter.CommunityId == Community, cancellationToken);
        var saved = await SaveAsync(context, user, counter.Last, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return saved;
    }

    private static async Task<int> SaveAsync(NaiveContext context, int user, long number, CancellationToken cancellationToken)
    {
        context.Messages.Add(new NaiveMessage
        {
            CommunityId = Community,
            Number = number,
            UserId = $"{user}",
            DisplayName = "Alice",
            Content = SampleText.Content,
            CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        });
        return await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NaiveContext>().Messages.LongCountAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
