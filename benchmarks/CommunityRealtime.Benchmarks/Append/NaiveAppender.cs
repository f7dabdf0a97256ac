using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The way everyone starts: a scope, a context and <c>SaveChangesAsync</c> for every message.</summary>
internal sealed class NaiveAppender : IAppender
{
    private readonly ServiceProvider _services;

    private NaiveAppender(ServiceProvider services) => _services = services;

    public static async Task<IAppender> OpenAsync(Database database, CancellationToken cancellationToken)
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

        return new NaiveAppender(services);
    }

    public async Task AppendAsync(int user, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<NaiveContext>();
        context.Messages.Add(new NaiveMessage
        {
            CommunityId = "5",
            UserId = $"{user}",
            DisplayName = "Alice",
            Content = SampleText.Content,
            CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NaiveContext>().Messages.LongCountAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
