using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Crisis;

/// <summary>The outbox in the database. A lease is taken by a conditional update: of several servers one gets each notice.</summary>
internal sealed class CrisisOutbox(ChatDatabase database) : ICrisisOutbox
{
    public async ValueTask<IReadOnlyList<PendingNotice>> LeaseAsync(
        string channel, string owner, DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellationToken)
    {
        var (from, to) = (now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        return await RunAsync(LeaseDueAsync, cancellationToken).ConfigureAwait(false);

        async Task<IReadOnlyList<PendingNotice>> LeaseDueAsync()
        {
            // Most looks find nothing: they must not take the turn of a writer.
            var due = await database.RunAsync(
                (context, token) => context.Set<CrisisNoticeRow>().AsNoTracking()
                    .Where(row => row.Outcome == null && row.Channel == channel && row.DueAt <= from && row.LeasedUntil <= from)
                    .OrderBy(row => row.DueAt).Take(max).ToListAsync(token),
                cancellationToken).ConfigureAwait(false);
            return due.Count == 0 ? [] : await database.WriteAsync((context, token) => TakeAsync(context, due, token), cancellationToken).ConfigureAwait(false);
        }

        async Task<IReadOnlyList<PendingNotice>> TakeAsync(DbContext context, List<CrisisNoticeRow> due, CancellationToken token)
        {
            List<PendingNotice> taken = [];
            foreach (var row in due)
            {
                var attempts = row.Attempts + 1;
                var updated = await context.Set<CrisisNoticeRow>()
                    .Where(other => other.Id == row.Id && other.Outcome == null && other.Attempts == row.Attempts && other.LeasedUntil == row.LeasedUntil)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(other => other.LeaseOwner, owner).SetProperty(other => other.LeasedUntil, to)
                            .SetProperty(other => other.Attempts, attempts),
                        token).ConfigureAwait(false);
                if (updated == 1)
                {
                    taken.Add(row.ToPending(attempts));
                }
            }

            return taken;
        }
    }

    public async ValueTask<bool> SettleAsync(Guid notice, string owner, NoticeOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (key, time) = (CrisisCaseRow.Key(notice), at.ToUnixTimeMilliseconds());
        return await RunAsync(() => database.WriteAsync(SettleOnceAsync, cancellationToken), cancellationToken).ConfigureAwait(false);

        async Task<bool> SettleOnceAsync(DbContext context, CancellationToken token)
        {
            var leased = context.Set<CrisisNoticeRow>().Where(row => row.Id == key && row.LeaseOwner == owner && row.Outcome == null);
            var updated = outcome == NoticeOutcome.Postponed
                ? await leased.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.LeaseOwner, (string?)null).SetProperty(row => row.LeasedUntil, 0).SetProperty(row => row.DueAt, time),
                    token).ConfigureAwait(false)
                : await leased.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Outcome, outcome).SetProperty(row => row.SettledAt, time).SetProperty(row => row.LeaseOwner, (string?)null),
                    token).ConfigureAwait(false);
            return updated == 1;
        }
    }

    public async ValueTask<CrisisOutboxState> ReadStateAsync(CancellationToken cancellationToken) => await RunAsync(
        () => database.RunAsync(
            async (context, token) =>
            {
                var waiting = context.Set<CrisisNoticeRow>().Where(row => row.Outcome == null);
                var count = await waiting.CountAsync(token).ConfigureAwait(false);
                var oldest = await waiting.MinAsync(row => (long?)row.CreatedAt, token).ConfigureAwait(false);
                var givenUp = await context.Set<CrisisNoticeRow>().CountAsync(
                    row => row.Outcome == NoticeOutcome.GivenUp
                        && context.Set<CrisisCaseRow>().Any(found => found.Id == row.CaseId && found.ClosedAt == null && found.OwnerId == null),
                    token).ConfigureAwait(false);
                return new CrisisOutboxState(count, oldest is { } since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null, givenUp);
            },
            cancellationToken),
        cancellationToken).ConfigureAwait(false);

    private static async Task<T> RunAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new CrisisCaseStoreException("The outbox of crisis notices was not reached.", exception);
        }
    }
}
