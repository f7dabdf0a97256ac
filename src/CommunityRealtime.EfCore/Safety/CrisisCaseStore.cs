using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Safety;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Safety;

/// <summary>Keeps crisis cases in the database.</summary>
internal sealed class CrisisCaseStore(ChatDatabase database) : ICrisisCaseStore
{
    public async ValueTask AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(crisisCase);
        var added = CrisisCaseRow.From(crisisCase);
        try
        {
            await database.WriteAsync((context, token) => AddOnceAsync(context, added, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new CrisisCaseStoreException("The database did not store the crisis case.", exception);
        }
    }

    public async ValueTask<CrisisCase?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var key = CrisisCaseRow.Key(id);
        try
        {
            var row = await database.RunAsync(
                (context, token) => context.Set<CrisisCaseRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == key, token),
                cancellationToken).ConfigureAwait(false);
            return row?.ToCase();
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new CrisisCaseStoreException("The database did not return the crisis case.", exception);
        }
    }

    private static async Task<bool> AddOnceAsync(DbContext context, CrisisCaseRow added, CancellationToken cancellationToken)
    {
        if (await IsStoredAsync().ConfigureAwait(false))
        {
            return false;
        }

        context.Add(added);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody else may have stored the same case meanwhile.
            context.ChangeTracker.Clear();
            if (!await IsStoredAsync().ConfigureAwait(false))
            {
                throw;
            }

            return false;
        }

        Task<bool> IsStoredAsync() => context.Set<CrisisCaseRow>().AnyAsync(row => row.Id == added.Id, cancellationToken);
    }
}
