using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Crisis;

/// <summary>Keeps crisis cases in the database. Each change is one transaction, which fails when somebody else changed the case meanwhile; then it is decided anew.</summary>
internal sealed class CrisisCaseStore(ChatDatabase database) : ICrisisCaseStore
{
    private const int MaxTries = 20;

    public async ValueTask<CrisisEntryResult> AddAsync(
        CrisisEntry entry, Func<CrisisCase?, CrisisChange> decide, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(decide);
        return await WriteAsync(AddOnceAsync, cancellationToken).ConfigureAwait(false);

        async Task<CrisisEntryResult> AddOnceAsync(DbContext context, CancellationToken token)
        {
            if (await FindEarlierAsync(context, entry, token).ConfigureAwait(false) is { } earlier)
            {
                var known = await context.Set<CrisisCaseRow>().AsNoTracking().SingleAsync(row => row.Id == earlier.CaseId, token).ConfigureAwait(false);
                return new CrisisEntryResult(IsNew: false, known.ToCase(), earlier.ToEntry());
            }

            var slot = entry.IsAnonymous ? 1 : 0;
            var writer = entry.Writer!.Value.Value;
            var open = await context.Set<CrisisCaseRow>().SingleOrDefaultAsync(
                row => row.UserId == writer && row.CommunityId == entry.Community.Value && row.OpenSlot == slot, token).ConfigureAwait(false);
            var change = decide(open?.ToCase());
            var changed = await ChangeWriter.ApplyAsync(context, open, change, entry, token).ConfigureAwait(false);
            await context.SaveChangesAsync(token).ConfigureAwait(false);
            return new CrisisEntryResult(IsNew: true, changed.ToCase(), entry with { Number = changed.EntryCount });
        }
    }

    public async ValueTask<CrisisCase?> ChangeAsync(
        Guid id, Func<CrisisCase, CrisisChange?> decide, CrisisEntry? entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var key = CrisisCaseRow.Key(id);
        return await WriteAsync(ChangeOnceAsync, cancellationToken).ConfigureAwait(false);

        async Task<CrisisCase?> ChangeOnceAsync(DbContext context, CancellationToken token)
        {
            var row = await context.Set<CrisisCaseRow>().SingleOrDefaultAsync(row => row.Id == key, token).ConfigureAwait(false);
            var isRepeat = row is not null && entry is not null && await FindEarlierAsync(context, entry, token).ConfigureAwait(false) is not null;
            if (row is null || isRepeat || decide(row.ToCase()) is not { } change)
            {
                return row?.ToCase();
            }

            await ChangeWriter.ApplyAsync(context, row, change, entry, token).ConfigureAwait(false);
            await context.SaveChangesAsync(token).ConfigureAwait(false);
            return row.ToCase();
        }
    }

    public async ValueTask<CrisisFile?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var key = CrisisCaseRow.Key(id);
        return await ReadAsync(
            async (context, token) =>
            {
                if (await context.Set<CrisisCaseRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, token).ConfigureAwait(false) is not { } row)
                {
                    return null;
                }

                var entries = await context.Set<CrisisEntryRow>().AsNoTracking().Where(entry => entry.CaseId == key)
                    .OrderBy(entry => entry.Number).ToListAsync(token).ConfigureAwait(false);
                var events = await context.Set<CrisisEventRow>().AsNoTracking().Where(line => line.CaseId == key)
                    .OrderBy(line => line.Number).ToListAsync(token).ConfigureAwait(false);
                return new CrisisFile(row.ToCase(), [.. entries.Select(entry => entry.ToEntry())], [.. events.Select(line => line.ToEvent())]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<CrisisCase>> ReadAsync(CrisisQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var rows = await ReadAsync(
            (context, token) => Filter(context.Set<CrisisCaseRow>().AsNoTracking(), query)
                .OrderBy(row => row.RaisedAt).Take(query.Limit).ToListAsync(token),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToCase())];
    }

    private static IQueryable<CrisisCaseRow> Filter(IQueryable<CrisisCaseRow> rows, CrisisQuery query)
    {
        if (query.Community is { Value: var community })
        {
            rows = rows.Where(row => row.CommunityId == community);
        }

        if (query.Author is { Value: var author })
        {
            rows = rows.Where(row => row.UserId == author);
        }

        if (query.IsOpen is { } isOpen)
        {
            rows = rows.Where(row => (row.ClosedAt == null) == isOpen);
        }

        if (query.IsWaiting is { } isWaiting)
        {
            rows = rows.Where(row => (row.ClosedAt == null && row.State != CrisisCaseState.Acknowledged && row.State != CrisisCaseState.InContact) == isWaiting);
        }

        if (query.CallDueBy?.ToUnixTimeMilliseconds() is { } due)
        {
            rows = rows.Where(row => row.NextCallAt <= due);
        }

        if (query.ChangedSince?.ToUnixTimeMilliseconds() is { } since)
        {
            rows = rows.Where(row => row.ChangedAt >= since);
        }

        return query.ClosedBy?.ToUnixTimeMilliseconds() is { } closed
            ? rows.Where(row => row.ClosedAt <= closed && row.UserId != null)
            : rows;
    }

    private static Task<CrisisEntryRow?> FindEarlierAsync(DbContext context, CrisisEntry entry, CancellationToken cancellationToken)
    {
        var (writer, community, key) = (entry.Writer!.Value.Value, entry.Community.Value, entry.ClientId);
        return context.Set<CrisisEntryRow>().AsNoTracking().SingleOrDefaultAsync(
            row => row.UserId == writer && row.CommunityId == community && row.ClientKey == key, cancellationToken);
    }

    private async Task<T> WriteAsync<T>(Func<DbContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.WriteAsync(write, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // Somebody else changed the case, or stored the same, meanwhile: it is there now. Where the database is gone, the next try says so.
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception) || exception is DbUpdateException)
            {
                throw new CrisisCaseStoreException("The database did not store the crisis case.", exception);
            }
        }
    }

    private async Task<T> ReadAsync<T>(Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await database.RunAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new CrisisCaseStoreException("The database did not return the crisis cases.", exception);
        }
    }
}
