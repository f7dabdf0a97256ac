using CommunityRealtime.Connections;

namespace CommunityRealtime.Presence;

/// <summary>Knows who is connected to a community: on this server, or with a shared implementation on all of them.</summary>
/// <remarks>
/// One instance serves the whole process; every member may be called at the same time as any other. A shared implementation keeps what it
/// knows for a bounded time only and renews it, so that a server that was killed leaves nobody behind.
/// </remarks>
public interface ICommunityPresence
{
    /// <summary>A member's connection was opened on this server. Returns at once and never fails.</summary>
    /// <param name="connection">The connection.</param>
    void Enter(IChatConnection connection);

    /// <summary>A connection has ended. Returns at once and never fails.</summary>
    /// <param name="connection">The connection. One that did not enter changes nothing.</param>
    void Leave(IChatConnection connection);

    /// <summary>Who is connected to a community now; each user once, in no particular order.</summary>
    /// <remarks>While a shared implementation does not reach the other servers it names those of this server.</remarks>
    /// <param name="community">The community.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The users; empty for an unknown community.</returns>
    ValueTask<IReadOnlyCollection<UserId>> ListAsync(CommunityId community, CancellationToken cancellationToken);
}
