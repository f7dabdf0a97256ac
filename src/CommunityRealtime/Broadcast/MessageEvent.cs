using CommunityRealtime.Connections;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>A stored message: what is needed of it is encoded when it is first asked for, and kept.</summary>
/// <remarks>Two threads that ask at once may both encode it; they get the same bytes.</remarks>
internal sealed class MessageEvent(StoredMessage message, MessageProjection projection) : RoomEvent
{
    private byte[]? _plain;
    private byte[]? _plainForAuthor;
    private byte[]? _v1;
    private byte[]? _v1ForAuthor;

    public override CommunityId Community => message.Community;

    public override long Sequence => message.Id;

    public override UserId? Author => projection.HasAuthorVariant(message) ? message.Author : null;

    public override ReadOnlyMemory<byte> GetPayload(ChatProfile profile) => profile == ChatProfile.V1
        ? _v1 ??= V1Frames.Message(projection.ForOthers(message))
        : _plain ??= ServerFrames.Message(projection.ForOthers(message));

    public override ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile) => !projection.HasAuthorVariant(message)
        ? GetPayload(profile)
        : profile == ChatProfile.V1
            ? _v1ForAuthor ??= V1Frames.Message(MessageProjection.ForAuthor(message), isMine: true)
            : _plainForAuthor ??= ServerFrames.Message(MessageProjection.ForAuthor(message));
}
