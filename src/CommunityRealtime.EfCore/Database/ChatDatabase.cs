using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.EfCore.Database;

/// <summary>Gives every operation a context of its own and runs it as the provider wants it run.</summary>
/// <remarks>One instance serves the whole process; every member may be called at the same time as any other.</remarks>
internal abstract class ChatDatabase(IServiceScopeFactory scopes) : IDisposable
{
    // SQLite lets one writer in and makes the others poll; a queue in front of it is fair and burns no processor time.
    private readonly SemaphoreSlim _sqliteWriter = new(1);

    /// <summary>Makes sure that the tables are there. Runs when the host starts.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs one operation on a context of its own.</summary>
    public async Task<T> RunAsync<T>(Func<DbContext, CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = await OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);

        return await operation(session.Context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one change, from the start again when the provider's retry strategy says so.</summary>
    public Task<T> WriteAsync<T>(Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
        => RunAsync((context, token) => WriteAsync(context, write, token), cancellationToken);

    /// <summary>Makes a context for a caller that keeps it.</summary>
    public async Task<ChatSession> OpenSessionAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            return new ChatSession(scope, await CreateContextAsync(scope.ServiceProvider, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until this caller may write, where only one may.</summary>
    public async ValueTask<WriterTurn> EnterAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (!Providers.IsSqlite(context.Database.ProviderName))
        {
            return default;
        }

        await _sqliteWriter.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new WriterTurn(_sqliteWriter);
    }

    public void Dispose() => _sqliteWriter.Dispose();

    /// <summary>Makes a context. The caller disposes it before <paramref name="services"/>.</summary>
    protected abstract ValueTask<DbContext> CreateContextAsync(IServiceProvider services, CancellationToken cancellationToken);

    private async Task<T> WriteAsync<T>(
        DbContext context, Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(context, cancellationToken).ConfigureAwait(false);
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(
            token =>
            {
                context.ChangeTracker.Clear();
                return write(context, token);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
