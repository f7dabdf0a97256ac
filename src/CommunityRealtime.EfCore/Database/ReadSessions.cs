using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Database;

/// <summary>Gives every reader a session of its own. On SQLite they are kept, because opening the file and compiling a statement cost more than what is read.</summary>
/// <remarks>One instance serves the whole process; every member may be called at the same time as any other.</remarks>
internal sealed class ReadSessions(ChatDatabase database) : IAsyncDisposable, IDisposable
{
    /// <summary>How many open files wait for the next reader: SQLite works on the caller's thread, and those are a few more than there are processors.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentQueue<ReadSession> _idle = new();

    /// <summary>Reads over an open session.</summary>
    public async Task<T> RunAsync<T>(Func<ReadSession, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idle.TryDequeue(out var session))
        {
            session = new ReadSession(await database.OpenSessionAsync(cancellationToken).ConfigureAwait(false));
        }

        var isKept = false;
        try
        {
            var result = await RunAsync(session, read, cancellationToken).ConfigureAwait(false);

            // Connections to a server are few, and its provider keeps them open and their statements prepared.
            isKept = Providers.IsSqlite(session.Context.Database.ProviderName) && _idle.Count < MaxIdle;
            return result;
        }
        finally
        {
            if (isKept)
            {
                _idle.Enqueue(session);
            }
            else
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryDequeue(out var session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static async Task<T> RunAsync<T>(
        ReadSession session, Func<ReadSession, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var strategy = session.Context.Database.CreateExecutionStrategy();
        return strategy.RetriesOnFailure
            ? await strategy.ExecuteAsync(RunOnceAsync, cancellationToken).ConfigureAwait(false)
            : await RunOnceAsync(cancellationToken).ConfigureAwait(false);

        async Task<T> RunOnceAsync(CancellationToken token)
        {
            await session.OpenAsync(token).ConfigureAwait(false);
            return await read(session, token).ConfigureAwait(false);
        }
    }
}
