namespace CommunityRealtime.Authentication;

/// <summary>Keeps the tickets that are not used yet.</summary>
/// <remarks>
/// One instance serves the whole process; it may be called at the same time from many threads and servers. Servers that share the store take each
/// other's tickets. The times are the caller's, so servers whose clocks differ judge a ticket's age by as much differently.
/// </remarks>
public interface ITicketStore
{
    /// <summary>Adds a ticket. Tickets that have expired are the store's to clear away, here or at any time of its own.</summary>
    /// <param name="ticket">The ticket; its hash is a new one.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops the wait. The ticket may have been added all the same; nobody was told of it, and it expires.</param>
    /// <returns>When the ticket can be taken, on every server that shares the store.</returns>
    /// <exception cref="TicketStoreException">The store was not reached, or is full.</exception>
    ValueTask AddAsync(StoredTicket ticket, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes a ticket out, in one step: of all who ask for it, on all servers, one gets it.</summary>
    /// <param name="hash">The hash: <see cref="StoredTicket.HashLength"/> lower-case hexadecimal digits.</param>
    /// <param name="now">The time: a ticket that expires then, or has before, is not there any more.</param>
    /// <param name="cancellationToken">Stops the wait. The ticket may have been taken all the same.</param>
    /// <returns>The ticket; <see langword="null"/> for one that is unknown, taken or expired.</returns>
    /// <exception cref="TicketStoreException">The store was not reached. The ticket may have been taken all the same.</exception>
    ValueTask<StoredTicket?> TakeAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken);
}
