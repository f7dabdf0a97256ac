namespace CommunityRealtime.Crisis;

/// <summary>Keeps crisis cases with their entries and logs, and writes the notices about them (<see cref="ICrisisOutbox"/>) in the same transaction.</summary>
/// <remarks>
/// One instance serves the whole process; it may be called at the same time from many threads and servers. What may happen to a case is
/// decided by the caller's functions, which are pure and may run more than once, when others change the case meanwhile.
/// </remarks>
public interface ICrisisCaseStore
{
    /// <summary>Stores an entry once: in its author's open case, or in a new one. The author is answered only after this has returned.</summary>
    /// <param name="entry">The entry, of <see cref="CrisisEntryKind.Withheld"/>.</param>
    /// <param name="decide">Gets the author's open case in the community with the same anonymity, if there is one, and returns the case with the entry.</param>
    /// <param name="cancellationToken">Stops the wait. The entry may have been stored all the same.</param>
    /// <returns>After the commit: the entry, or the earlier one of the same writer with the same retry key in the same community.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached. Storing the same entry again is safe.</exception>
    ValueTask<CrisisEntryResult> AddAsync(CrisisEntry entry, Func<CrisisCase?, CrisisChange> decide, CancellationToken cancellationToken);

    /// <summary>Changes a case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="decide">Gets the case and returns the change, or <see langword="null"/> to change nothing.</param>
    /// <param name="entry">A message of the private conversation to store with the change; a repeat of its retry key changes nothing.</param>
    /// <param name="cancellationToken">Stops the wait. The change may have been stored all the same.</param>
    /// <returns>The case after the change, or as it is; <see langword="null"/> when there is none.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<CrisisCase?> ChangeAsync(Guid id, Func<CrisisCase, CrisisChange?> decide, CrisisEntry? entry, CancellationToken cancellationToken);

    /// <summary>Reads a case with its entries and its log.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The case, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<CrisisFile?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads cases.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The cases, the longest raised first.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<IReadOnlyList<CrisisCase>> ReadAsync(CrisisQuery query, CancellationToken cancellationToken);
}
