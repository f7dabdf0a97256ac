using CommunityRealtime.Connections;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>Makes events of what is stored.</summary>
internal sealed class RoomEvents(MessageProjection projection)
{
    public RoomEvent Message(StoredMessage message) => new MessageEvent(message, projection);
}
