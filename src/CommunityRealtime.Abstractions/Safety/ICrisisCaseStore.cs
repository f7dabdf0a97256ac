namespace CommunityRealtime.Safety;

/// <summary>Keeps crisis cases.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICrisisCaseStore
{
    /// <summary>Stores a case once. The author gets the private reply only after this has returned.</summary>
    /// <param name="crisisCase">The case.</param>
    /// <param name="cancellationToken">Stops the wait. The case may have been stored all the same.</param>
    /// <returns>
    /// After the commit: the case, or the earlier one with the same id, or of the same author with the same retry key in the same
    /// community.
    /// </returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached. Storing the same case again is safe.</exception>
    ValueTask<CrisisCaseResult> AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken);

    /// <summary>Reads a case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The case, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<CrisisCase?> FindAsync(Guid id, CancellationToken cancellationToken);
}
