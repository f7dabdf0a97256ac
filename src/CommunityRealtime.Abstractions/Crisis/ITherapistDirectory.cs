namespace CommunityRealtime.Crisis;

/// <summary>Knows who can be called. The host's: register one of your own to replace the default, which knows nothing.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ITherapistDirectory
{
    /// <summary>Finds out who is on duty for a community.</summary>
    /// <param name="community">The community.</param>
    /// <param name="cancellationToken">Stops the wait, after a second.</param>
    /// <returns>
    /// Who is on duty, in the order in which they are called; empty when nobody is; <see langword="null"/> when it is not known: then somebody
    /// is taken to be there, and the author is promised nothing.
    /// </returns>
    ValueTask<IReadOnlyList<UserId>?> FindOnDutyAsync(CommunityId community, CancellationToken cancellationToken);
}
