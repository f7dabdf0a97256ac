using System.Data;
using CommunityRealtime.EfCore.Model;
using CommunityRealtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Messages;

/// <summary>One message on its way into the database. It may be run again until its fate is known.</summary>
internal sealed class Append(MessageDraft draft)
{
    /// <summary>How often to look for a free number for a new community; others may be taking numbers at the same time.</summary>
    private const int MaxNumberSearches = 10;

    private readonly string _community = draft.Community.Value;

    /// <summary>Whether a commit was begun, so that the message may be stored whatever the caller was told.</summary>
    public bool CommitWasTried { get; private set; }

    public async Task<AppendResult> RunAsync(DbContext context, CancellationToken cancellationToken)
    {
        var result = await TryStoreAsync(context, cancellationToken).ConfigureAwait(false);
        if (result is null)
        {
            await AddCommunityAsync(context, cancellationToken).ConfigureAwait(false);
            result = await TryStoreAsync(context, cancellationToken).ConfigureAwait(false);
        }

        return result ?? throw new MessageStoreException("The community's counter was deleted.");
    }

    /// <summary>Stores the message in one transaction.</summary>
    /// <returns>What became of it; <see langword="null"/> when the community has no counter yet.</returns>
    private async Task<AppendResult?> TryStoreAsync(DbContext context, CancellationToken cancellationToken)
    {
        // The level is stated since a host may have made another one the default, under which rivals fail instead of waiting.
        // Leaving without a commit rolls back, so that the number goes to the next message.
        var transaction = await context.Database
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        // First, because this takes the lock that puts messages in order. The look-up is a statement of its own, because
        // one that had waited for the lock would not see what the holder before it stored.
        var advanced = await context.Set<CommunityRow>().Where(row => row.CommunityId == _community)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Last, row => row.Last + 1), cancellationToken).ConfigureAwait(false);
        if (advanced == 0)
        {
            return null;
        }

        var head = await context.Set<CommunityRow>().AsNoTracking()
            .SingleAsync(row => row.CommunityId == _community, cancellationToken).ConfigureAwait(false);
        var earlier = await context.Set<MessageRow>().AsNoTracking().SingleOrDefaultAsync(
            row => row.No == head.No && row.UserId == draft.Author.Value && row.ClientKey == draft.ClientId,
            cancellationToken).ConfigureAwait(false);
        if (earlier is not null)
        {
            return Compare(earlier.ToMessage(draft.Community));
        }

        var message = MessageRow.From(draft, head.No, head.Last);
        context.Add(message);
        context.Database.AutoSavepointsEnabled = false;
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);

        // Not cancellable: the caller could not tell a cancelled commit from a finished one.
        CommitWasTried = true;
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return new AppendResult(AppendOutcome.Stored, message.ToMessage(draft.Community));
    }

    private AppendResult Compare(StoredMessage earlier)
    {
        var same = earlier.IsAnonymous == draft.IsAnonymous
            && string.Equals(earlier.Content, draft.Content, StringComparison.Ordinal);
        var outcome = !same ? AppendOutcome.Conflict
            : CommitWasTried ? AppendOutcome.Stored // by this very append, whose answer was lost
            : AppendOutcome.Duplicate;
        return new AppendResult(outcome, earlier);
    }

    /// <summary>Gives the community its counter, unless somebody else does it first.</summary>
    private async Task AddCommunityAsync(DbContext context, CancellationToken cancellationToken)
    {
        var communities = context.Set<CommunityRow>();
        for (var search = 1; !await communities.AnyAsync(row => row.CommunityId == _community, cancellationToken).ConfigureAwait(false); search++)
        {
            var highest = await communities.MaxAsync(row => (long?)row.No, cancellationToken).ConfigureAwait(false) ?? 0;
            communities.Add(new CommunityRow
            {
                // Whoever collided with others on the next number steps aside by chance.
                No = highest + (search == 1 ? 1 : Random.Shared.Next(1, 100)),
                CommunityId = _community,

                // Never 0, which means no history, and small enough to be a number in JavaScript.
                Epoch = Random.Shared.NextInt64(1, 1L << 53),
            });

            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DbUpdateException) when (search < MaxNumberSearches)
            {
                context.ChangeTracker.Clear();
            }
        }
    }
}
