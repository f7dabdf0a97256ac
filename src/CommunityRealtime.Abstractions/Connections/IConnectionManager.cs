namespace CommunityRealtime.Connections;

/// <summary>Knows who is connected, and hands events to everyone in a community.</summary>
/// <remarks>
/// One instance serves the whole process; every member may be called at the same time from many threads, and none waits
/// for a socket. A connection gets the events of its community in the order in which they were broadcast.
/// </remarks>
public interface IConnectionManager
{
    /// <summary>How many connections are open on this server.</summary>
    int ConnectionCount { get; }

    /// <summary>Adds a connection to its community. From then on it gets every event of it.</summary>
    /// <param name="connection">An open connection. Adding it twice changes nothing.</param>
    void Connect(IChatConnection connection);

    /// <summary>Removes a connection. It does not close it.</summary>
    /// <param name="connection">The connection. Removing it twice changes nothing.</param>
    void Disconnect(IChatConnection connection);

    /// <summary>Hands an event to every connection of its community on this server.</summary>
    /// <param name="roomEvent">The event.</param>
    /// <returns>How many connections it was handed to.</returns>
    int Broadcast(RoomEvent roomEvent);

    /// <summary>How many connections a community has on this server. One user may have several.</summary>
    /// <param name="community">The community.</param>
    /// <returns>The number; 0 for an unknown community.</returns>
    int CountConnections(CommunityId community);
}
