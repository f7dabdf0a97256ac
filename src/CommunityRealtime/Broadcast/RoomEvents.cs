using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>Encodes a stored message once for everyone, and once more for its author where the author sees more.</summary>
internal sealed class RoomEvents(MessageProjection projection)
{
    public RoomEvent Message(StoredMessage message)
    {
        var others = ServerFrames.Message(projection.ForOthers(message));
        var hasAuthorVariant = projection.HasAuthorVariant(message);
        return new RoomEvent
        {
            Community = message.Community,
            Sequence = message.Id,
            Payload = others,
            Author = hasAuthorVariant ? message.Author : null,
            AuthorPayload = hasAuthorVariant ? ServerFrames.Message(MessageProjection.ForAuthor(message)) : others,
        };
    }
}
