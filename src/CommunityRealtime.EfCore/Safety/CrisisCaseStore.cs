using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Safety;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Safety;

/// <summary>Keeps crisis cases in the database.</summary>
internal sealed class CrisisCaseStore(ChatDatabase database) : ICrisisCaseStore
{
    public async ValueTask<CrisisCaseResult> AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(crisisCase);
        var added = CrisisCaseRow.From(crisisCase);
        try
        {
            var earlier = await database.WriteAsync((context, token) => AddOnceAsync(context, added, token), cancellationToken).ConfigureAwait(false);
            return new CrisisCaseResult(earlier is null, (earlier ?? added).ToCase());
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

    /// <summary>Adds a case unless it is there.</summary>
    /// <returns>The case that is there; <see langword="null"/> when this one was added.</returns>
    private static async Task<CrisisCaseRow?> AddOnceAsync(DbContext context, CrisisCaseRow added, CancellationToken cancellationToken)
    {
        if (await FindEarlierAsync().ConfigureAwait(false) is { } earlier)
        {
            return earlier;
        }

        context.Add(added);
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DbUpdateException)
        {
            // Somebody else may have stored the same case meanwhile.
            context.ChangeTracker.Clear();
            if (await FindEarlierAsync().ConfigureAwait(false) is { } rival)
            {
                return rival;
            }

            throw;
        }

        Task<CrisisCaseRow?> FindEarlierAsync() => context.Set<CrisisCaseRow>().AsNoTracking()
            .Where(row => row.Id == added.Id
                || (row.UserId == added.UserId && row.CommunityId == added.CommunityId && row.ClientKey == added.ClientKey))
            .OrderByDescending(row => row.Id == added.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
