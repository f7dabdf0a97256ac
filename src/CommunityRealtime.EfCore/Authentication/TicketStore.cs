using CommunityRealtime.Authentication;
using CommunityRealtime.EfCore.Database;
using CommunityRealtime.EfCore.Model;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Authentication;

/// <summary>Keeps tickets in the database, where each is taken by the one statement that deletes it.</summary>
internal sealed class TicketStore(ChatDatabase database) : ITicketStore
{
    /// <summary>How often expired tickets are deleted. Few are left unused, so the table stays small.</summary>
    private static readonly TimeSpan ClearingInterval = TimeSpan.FromSeconds(30);

    private long _lastClearing = long.MinValue;

    public async ValueTask AddAsync(StoredTicket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var row = TicketRow.From(ticket);
        try
        {
            await database.WriteAsync(
                (context, token) =>
                {
                    context.Add(row);
                    return context.SaveChangesAsync(token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new TicketStoreException("The database did not store the ticket.", exception);
        }

        await ClearAsync(now.ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredTicket?> TakeAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var time = now.ToUnixTimeMilliseconds();
        try
        {
            // A row never changes, so what is read is what is deleted. Guesses find nothing and must not take the turn of a writer.
            var row = await database.RunAsync(
                (context, token) => Good(context, hash, time).AsNoTracking().SingleOrDefaultAsync(token), cancellationToken).ConfigureAwait(false);
            return row is not null
                && await database.WriteAsync(
                    (context, token) => Good(context, hash, time).ExecuteDeleteAsync(token), cancellationToken).ConfigureAwait(false) == 1
                ? row.ToTicket()
                : null;
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            throw new TicketStoreException("The database did not return the ticket.", exception);
        }
    }

    private static IQueryable<TicketRow> Good(DbContext context, string hash, long now) =>
        context.Set<TicketRow>().Where(row => row.Hash == hash && row.ExpiresAt > now);

    private async Task ClearAsync(long now, CancellationToken cancellationToken)
    {
        // In either direction: a clock that was set back must not stop it.
        var last = Interlocked.Read(ref _lastClearing);
        if ((last != long.MinValue && Math.Abs(now - last) < ClearingInterval.TotalMilliseconds)
            || Interlocked.CompareExchange(ref _lastClearing, now, last) != last)
        {
            return;
        }

        try
        {
            await database.WriteAsync(
                (context, token) => context.Set<TicketRow>().Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync(token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            // The ticket is stored; the next clearing deletes what this one did not.
        }
    }
}
