using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>One community on this server: a room for each profile, so that all members of a room get the same bytes.</summary>
/// <remarks>Joining and leaving take turns; appending may happen at the same time.</remarks>
internal sealed class CommunityRooms(ChatMetrics metrics)
{
    private Room? _plain;
    private Room? _v1;

    public int Count => (Volatile.Read(ref _plain)?.Count ?? 0) + (Volatile.Read(ref _v1)?.Count ?? 0);

    /// <summary>Appends an event to the rooms in which anybody is; for an empty one it is not even encoded.</summary>
    /// <returns>How many connections get it.</returns>
    public int Append(RoomEvent roomEvent) => Append(Volatile.Read(ref _plain), roomEvent) + Append(Volatile.Read(ref _v1), roomEvent);

    /// <summary>Adds a connection to the room of its profile; it gets what is appended from now on.</summary>
    /// <returns><see langword="false"/> when it was there already.</returns>
    public bool Join(IChatConnection connection)
    {
        ref var room = ref RoomOf(connection);
        if (room is null)
        {
            Volatile.Write(ref room, new Room(connection.Profile, metrics));
        }

        return room.Join(connection);
    }

    /// <summary>Takes a connection out.</summary>
    /// <returns><see langword="false"/> when it was not there.</returns>
    public bool Leave(IChatConnection connection) => RoomOf(connection)?.Leave(connection) ?? false;

    private static int Append(Room? room, RoomEvent roomEvent) => room is { Count: > 0 } ? room.Append(roomEvent) : 0;

    private ref Room? RoomOf(IChatConnection connection)
    {
        if (connection.Profile == ChatProfile.V1)
        {
            return ref _v1;
        }

        return ref _plain;
    }
}
