namespace CommunityRealtime.Authentication;

/// <summary>Tickets in memory: for one server, which forgets them when it ends.</summary>
internal sealed class InMemoryTicketStore : ITicketStore
{
    /// <summary>How many tickets may have been given out and not have expired, used or not: a few tens of megabytes.</summary>
    private const int MaxTickets = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were added, which is that in which they expire; those that were taken too.</summary>
    private readonly Queue<StoredTicket> _expiring = new();

    public ValueTask AddAsync(StoredTicket ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            while (_expiring.TryPeek(out var oldest) && oldest.ExpiresAt <= now)
            {
                _tickets.Remove(_expiring.Dequeue().Hash);
            }

            // Refused, rather than that somebody's ticket is thrown away for somebody else's.
            if (_expiring.Count >= MaxTickets)
            {
                throw new TicketStoreException("Too many tickets wait to be used.");
            }

            _tickets.Add(ticket.Hash, ticket);
            _expiring.Enqueue(ticket);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredTicket?> TakeAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_tickets.Remove(hash, out var ticket) && ticket.ExpiresAt > now ? ticket : null);
        }
    }
}
