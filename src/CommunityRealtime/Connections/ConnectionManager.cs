using System.Collections.Concurrent;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>The default connection manager: the rooms of the communities that have members on this server.</summary>
internal sealed class ConnectionManager(ChatMetrics metrics) : IConnectionManager
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<CommunityId, CommunityRooms> _communities = new();
    private int _count;

    public int ConnectionCount => Volatile.Read(ref _count);

    public void Connect(IChatConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_lock)
        {
            if (!_communities.GetOrAdd(connection.Community, _ => new(metrics)).Join(connection))
            {
                return;
            }

            _count++;
        }

        metrics.ConnectionOpened();
    }

    public void Disconnect(IChatConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_lock)
        {
            if (!_communities.TryGetValue(connection.Community, out var rooms) || !rooms.Leave(connection))
            {
                return;
            }

            _count--;
            if (rooms.Count == 0)
            {
                _communities.TryRemove(connection.Community, out _);
            }
        }

        metrics.ConnectionEnded();
    }

    public int Broadcast(RoomEvent roomEvent)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);
        var handed = _communities.TryGetValue(roomEvent.Community, out var rooms) ? rooms.Append(roomEvent) : 0;
        metrics.EventHandedOut(handed);
        return handed;
    }

    public int CountConnections(CommunityId community) => _communities.TryGetValue(community, out var rooms) ? rooms.Count : 0;
}
