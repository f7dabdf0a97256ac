using CommunityRealtime.Connections;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>A stored message. The frames of <c>community-chat.v1</c> are made when they are first asked for, and kept.</summary>
/// <remarks>Two threads that ask at once may both make them; they get the same bytes.</remarks>
internal sealed class MessageEvent(CommunityId community, long number, EncodedMessage message) : FramedRoomEvent
{
    private byte[]? _v1;
    private byte[]? _v1ForAuthor;

    public override CommunityId Community => community;

    public override long Sequence => number;

    public override UserId? Author => message.AuthorFrame is null ? null : message.Author;

    public EncodedMessage Message => message;

    public override byte[] GetFrame(ChatProfile profile) => profile == ChatProfile.V1
        ? _v1 ??= V1Frames.Message(number, ServerFrames.BodyOf(message.Frame).Span)
        : message.Frame;

    public override byte[] GetAuthorFrame(ChatProfile profile) => message.AuthorFrame is not { } frame
        ? GetFrame(profile)
        : profile == ChatProfile.V1
            ? _v1ForAuthor ??= V1Frames.Message(number, ServerFrames.BodyOf(frame).Span, isMine: true)
            : frame;
}
