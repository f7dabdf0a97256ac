using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>Makes events of what is stored.</summary>
internal sealed class RoomEvents(MessageProjection projection)
{
    public MessageEvent Message(StoredMessage message) => new(message.Community, message.Id, Encode(message));

    public EncodedMessage Encode(StoredMessage message)
    {
        var frame = ServerFrames.Message(projection.ForOthers(message));
        return projection.HasAuthorVariant(message)
            ? new(frame, ServerFrames.Message(MessageProjection.ForAuthor(message)), message.Author)
            : new(frame, AuthorFrame: null, default);
    }
}
