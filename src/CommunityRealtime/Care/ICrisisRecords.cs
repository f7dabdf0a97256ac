using CommunityRealtime.Crisis;

namespace CommunityRealtime.Care;

/// <summary>What an app needs when a user asks for, or wants erased, what is kept about them (GDPR, articles 15 and 17).</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ICrisisRecords
{
    /// <summary>All cases of an author in all communities, with the decrypted texts.</summary>
    /// <param name="author">The author.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>A JSON array as UTF-8, as <c>GET my-crisis-cases</c> returns it, with the <c>community_id</c> of each case.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<byte[]> ExportAsync(UserId author, CancellationToken cancellationToken);

    /// <summary>Erases texts, reasons and names of an author's closed cases. Open ones stay until they are closed: somebody may be in danger.</summary>
    /// <param name="author">The author.</param>
    /// <param name="cancellationToken">Stops the wait. Some cases may have been erased by then; erasing again is safe.</param>
    /// <returns>How many open cases are left.</returns>
    /// <exception cref="CrisisCaseStoreException">The store was not reached.</exception>
    ValueTask<int> EraseAsync(UserId author, CancellationToken cancellationToken);
}
