namespace CommunityRealtime;

/// <summary>Says what is set for a community. The default reads the app's configuration; a host whose moderators change it implements its own.</summary>
/// <remarks>
/// One instance serves the whole process; it may be called at the same time from many threads. What it says is kept for five seconds on each server, so it is asked
/// seldom, and a change is in force that much later.
/// </remarks>
public interface ICommunitySettings
{
    /// <summary>Looks up the settings of a community.</summary>
    /// <param name="community">The community.</param>
    /// <param name="cancellationToken">Stops the wait, after a second.</param>
    /// <returns>
    /// The settings; <see cref="CommunitySettings.Default"/> where nothing is set. When it fails or takes longer, those that were known last go on being in force, and where
    /// none are known, the default.
    /// </returns>
    ValueTask<CommunitySettings> FindAsync(CommunityId community, CancellationToken cancellationToken);
}
