namespace CommunityRealtime.RateLimiting;

/// <summary>Counts what a user sends over all servers. Without one every server counts for itself.</summary>
/// <remarks>
/// One instance serves the whole process; it may be called at the same time from many threads. It is asked after this server's own limit, so it sees
/// no more of a flood than one server lets through.
/// </remarks>
public interface ISharedRateLimiter
{
    /// <summary>Takes one frame off a user's account, a token bucket that all servers share.</summary>
    /// <param name="community">Where the user sends.</param>
    /// <param name="user">Who sends.</param>
    /// <param name="perSecond">How many tokens come back each second, more than 0.</param>
    /// <param name="burst">How many tokens there are after a rest, at least 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>
    /// <see cref="TimeSpan.Zero"/> when the frame may be handled, also when the account is not reached within a moment: the limit of this server
    /// still holds then. Otherwise how long to wait before sending again.
    /// </returns>
    ValueTask<TimeSpan> TakeAsync(CommunityId community, UserId user, double perSecond, int burst, CancellationToken cancellationToken);
}
