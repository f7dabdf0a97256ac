using System.Collections.Concurrent;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Messages.Appending;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Reading;

/// <summary>Reads pages as ranges of the primary key: on SQLite and PostgreSQL without entities in between, elsewhere by EF Core.</summary>
/// <remarks>One instance serves the whole process; every member may be called at the same time as any other.</remarks>
internal sealed class PageReader(ChatDatabase database) : IAsyncDisposable, IDisposable
{
    /// <summary>How many sessions wait for the next page. SQLite reads on the caller's thread, so no more than there are processors work at once.</summary>
    private static readonly int MaxIdle = Environment.ProcessorCount;

    private readonly ConcurrentQueue<PageSession> _idle = new();
    private readonly Lock _lock = new();
    private PageStatements? _statements;
    private bool _isPortable;

    /// <summary>Reads a page, oldest first.</summary>
    public async Task<List<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var messages = _idle.TryDequeue(out var session)
            ? await ReadAndKeepAsync(session, query, cancellationToken).ConfigureAwait(false)
            : await ReadAnewAsync(query, cancellationToken).ConfigureAwait(false);
        if (query.AfterId is null)
        {
            // It was read from its newer end.
            messages.Reverse();
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryDequeue(out var session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<List<StoredMessage>> ReadAnewAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        var session = await database.OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        if (StatementsFor(session.Context) is not { } statements)
        {
            await using var _ = session.ConfigureAwait(false);
            var rows = await PortablePage.Of(session.Context, query).ToListAsync(cancellationToken).ConfigureAwait(false);
            return rows.ConvertAll(row => row.ToMessage(query.Community));
        }

        if (Providers.IsSqlite(session.Context.Database.ProviderName))
        {
            return await ReadAndKeepAsync(new PageSession(session, statements), query, cancellationToken).ConfigureAwait(false);
        }

        // Connections to a server are few, and the provider keeps them open and their statements prepared.
        var reading = new PageSession(session, statements);
        await using var __ = reading.ConfigureAwait(false);
        return await session.Context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await reading.OpenAsync(token).ConfigureAwait(false);
                return await reading.ReadAsync(query, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opening a SQLite file and compiling a statement take as long as reading a page, so that is done once.</summary>
    private async Task<List<StoredMessage>> ReadAndKeepAsync(PageSession session, MessageQuery query, CancellationToken cancellationToken)
    {
        var isGood = false;
        try
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            var messages = await session.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            isGood = _idle.Count < MaxIdle;
            return messages;
        }
        finally
        {
            if (isGood)
            {
                _idle.Enqueue(session);
            }
            else
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The statements for the host's tables; <see langword="null"/> where those are EF Core's business.</summary>
    private PageStatements? StatementsFor(DbContext context)
    {
        lock (_lock)
        {
            if (_statements is null && !_isPortable)
            {
                var isKnown = Providers.IsSqlite(context.Database.ProviderName) || Providers.IsPostgres(context.Database.ProviderName);
                _statements = isKnown && ChatTables.Find(context) is { } tables ? new PageStatements(tables) : null;
                _isPortable = _statements is null;
            }

            return _statements;
        }
    }
}
