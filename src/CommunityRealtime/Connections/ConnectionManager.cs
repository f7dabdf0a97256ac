using System.Collections.Concurrent;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>The default connection manager: the rooms of the communities that have members on this server.</summary>
internal sealed class ConnectionManager(ChatMetrics metrics) : IConnectionManager
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<CommunityId, Room> _rooms = new();
    private int _count;

    public int ConnectionCount => Volatile.Read(ref _count);

    public void Connect(IChatConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_lock)
        {
            if (!_rooms.GetOrAdd(connection.Community, _ => new(metrics)).Join(connection))
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
            if (!_rooms.TryGetValue(connection.Community, out var room) || !room.Leave(connection))
            {
                return;
            }

            _count--;
            if (room.Count == 0)
            {
                _rooms.TryRemove(connection.Community, out _);
            }
        }

        metrics.ConnectionEnded();
    }

    public int Broadcast(RoomEvent roomEvent)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);
        var handed = _rooms.TryGetValue(roomEvent.Community, out var room) ? room.Append(roomEvent) : 0;
        metrics.EventHandedOut(handed);
        return handed;
    }

    public int CountConnections(CommunityId community) => _rooms.TryGetValue(community, out var room) ? room.Count : 0;
}
