namespace CommunityRealtime.Safety;

/// <summary>Keeps crisis cases.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICrisisCaseStore
{
    /// <summary>Stores a case. The author gets the private reply only after this has returned.</summary>
    /// <param name="crisisCase">The case.</param>
    /// <param name="cancellationToken">Stops the wait. The case may have been stored all the same.</param>
    /// <returns>After the commit.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached. Storing the same case again is safe.</exception>
    ValueTask AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken);

    /// <summary>Reads a case.</summary>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The case, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<CrisisCase?> FindAsync(Guid id, CancellationToken cancellationToken);
}
