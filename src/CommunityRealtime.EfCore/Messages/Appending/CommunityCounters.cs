using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Gives new communities their counters, which are never removed again.</summary>
internal static class CommunityCounters
{
    /// <summary>How often to look for a free number; others may be taking numbers at the same time.</summary>
    private const int MaxSearches = 10;

    /// <summary>The first value of a new counter's epoch: never 0, which means no history, and small enough to be a number in JavaScript.</summary>
    public static long NewEpoch() => Random.Shared.NextInt64(1, 1L << 53);

    /// <summary>Adds a community's counter unless it is there, or somebody else adds it first. Not within a transaction.</summary>
    public static Task AddAsync(DbContext context, string community, CancellationToken cancellationToken)
        => context.Database.CreateExecutionStrategy().ExecuteAsync(token => SearchAsync(context, community, token), cancellationToken);

    private static async Task SearchAsync(DbContext context, string community, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        var communities = context.Set<CommunityRow>();
        for (var search = 1; !await communities.AnyAsync(row => row.CommunityId == community, cancellationToken).ConfigureAwait(false); search++)
        {
            var highest = await communities.MaxAsync(row => (long?)row.No, cancellationToken).ConfigureAwait(false) ?? 0;
            communities.Add(new CommunityRow
            {
                // Whoever collided with others on the next number steps aside by chance.
                No = highest + (search == 1 ? 1 : Random.Shared.Next(1, 100)),
                CommunityId = community,
                Epoch = NewEpoch(),
            });

            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (search < MaxSearches)
            {
                // The next search tells whether the community or only its number was taken.
            }

            context.ChangeTracker.Clear();
        }
    }
}
