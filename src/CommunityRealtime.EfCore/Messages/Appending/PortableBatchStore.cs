using System.Data;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Stores batches with EF Core alone, for every provider and every model.</summary>
internal sealed class PortableBatchStore(DbContext context) : BatchStore
{
    protected override async Task RunAsync(IReadOnlyList<PendingAppend> appends, CancellationToken cancellationToken)
    {
        // Counters are locked in one order everywhere, or two servers could wait for each other.
        var communities = appends.GroupBy(append => append.Draft.Community)
            .OrderBy(community => community.Key.Value, StringComparer.Ordinal)
            .Select(community => community.ToArray())
            .ToArray();

        while (await TryStoreAsync(appends, communities, cancellationToken).ConfigureAwait(false) is { } unknown)
        {
            await CommunityCounters.AddAsync(context, unknown, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores the batch in one transaction.</summary>
    /// <returns>A community that has no counter yet, in which case nothing is stored; <see langword="null"/> after the commit.</returns>
    private Task<string?> TryStoreAsync(
        IReadOnlyList<PendingAppend> appends, PendingAppend[][] communities, CancellationToken cancellationToken)
        => context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                Phase = BatchPhase.Beginning;
                context.ChangeTracker.Clear();
                context.Database.AutoSavepointsEnabled = false;

                // The level is stated since a host may have made another one the default, under which rivals fail instead of waiting.
                // Leaving without a commit rolls back, so that the numbers go to the next messages.
                var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token).ConfigureAwait(false);
                await using var _ = transaction.ConfigureAwait(false);
                Phase = BatchPhase.Writing;
                foreach (var ofOne in communities)
                {
                    var community = ofOne[0].Draft.Community.Value;
                    if (!await TryAddAsync(community, ofOne, token).ConfigureAwait(false))
                    {
                        return community;
                    }
                }

                await context.SaveChangesAsync(token).ConfigureAwait(false);

                // Not cancellable: nobody could tell a cancelled commit from a finished one.
                BeginCommit(appends);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return null;
            },
            cancellationToken);

    /// <summary>Numbers the new messages of one community and finds the others.</summary>
    /// <returns><see langword="false"/> when the community has no counter yet.</returns>
    private async Task<bool> TryAddAsync(string community, PendingAppend[] appends, CancellationToken cancellationToken)
    {
        // First, because this takes the lock that puts messages in order. The look-up is a statement of its own, because
        // one that had waited for the lock would not see what the holder before it stored.
        if (await AdvanceAsync(community, appends.Length, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        var head = await context.Set<CommunityRow>().AsNoTracking()
            .SingleAsync(row => row.CommunityId == community, cancellationToken).ConfigureAwait(false);
        var earlier = await FindAsync(head.No, appends, cancellationToken).ConfigureAwait(false);
        var last = head.Last - appends.Length;
        var added = 0;
        foreach (var append in appends)
        {
            var draft = append.Draft;
            if (earlier.TryGetValue((draft.Author.Value, draft.ClientId), out var row))
            {
                append.Met(row.ToMessage(draft.Community));
            }
            else
            {
                added++;
                context.Add(MessageRow.From(draft, head.No, last + added));
                append.Stored(last + added);
            }
        }

        if (added < appends.Length)
        {
            await AdvanceAsync(community, added - appends.Length, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private Task<int> AdvanceAsync(string community, int count, CancellationToken cancellationToken)
        => context.Set<CommunityRow>().Where(row => row.CommunityId == community)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Last, row => row.Last + count), cancellationToken);

    private async Task<Dictionary<(string?, string?), MessageRow>> FindAsync(
        long no, PendingAppend[] appends, CancellationToken cancellationToken)
    {
        var authors = appends.Select(append => append.Draft.Author.Value).Distinct(StringComparer.Ordinal).ToArray();
        var keys = appends.Select(append => append.Draft.ClientId).ToArray();
        var rows = await context.Set<MessageRow>().AsNoTracking()
            .Where(row => row.No == no && authors.Contains(row.UserId) && keys.Contains(row.ClientKey))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => (row.UserId, row.ClientKey));
    }
}
