namespace CommunityRealtime.Crisis;

/// <summary>The notices that wait to be delivered. They are written with the case (<see cref="CrisisChange.Notices"/>), in the same store.</summary>
/// <remarks>
/// One instance serves the whole process; it may be called at the same time from many threads and servers. A notice is delivered at least
/// once: a lease that runs out, as that of a killed process, is given to the next who asks.
/// </remarks>
public interface ICrisisOutbox
{
    /// <summary>Takes notices that are due. Nobody else gets them until the lease ends.</summary>
    /// <param name="channel">For which channel.</param>
    /// <param name="owner">Who takes them: a name that no other process has, 1 to 64 characters.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="max">How many at most; more than 0.</param>
    /// <param name="cancellationToken">Stops the wait. Notices may have been taken all the same, until the lease ends.</param>
    /// <returns>The notices, the longest due first, each with this attempt counted.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<IReadOnlyList<PendingNotice>> LeaseAsync(
        string channel, string owner, DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellationToken);

    /// <summary>Says what became of a notice and ends its lease.</summary>
    /// <param name="notice">The notice's id.</param>
    /// <param name="owner">Who took it.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="at">The time; for <see cref="NoticeOutcome.Postponed"/> when the next attempt is due.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether the lease was still this owner's; otherwise nothing changed.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<bool> SettleAsync(Guid notice, string owner, NoticeOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Reads how the outbox is doing.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The state of all communities together.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<CrisisOutboxState> ReadStateAsync(CancellationToken cancellationToken);
}
