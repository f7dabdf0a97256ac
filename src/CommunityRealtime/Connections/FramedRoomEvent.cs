using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>An event whose whole frames are made once, so that rooms and connections share them without a copy.</summary>
internal abstract class FramedRoomEvent : RoomEvent
{
    /// <summary>The frame that members get.</summary>
    public abstract byte[] GetFrame(ChatProfile profile);

    /// <summary>The frame that the connections of <see cref="RoomEvent.Author"/> get.</summary>
    public abstract byte[] GetAuthorFrame(ChatProfile profile);

    public sealed override ReadOnlyMemory<byte> GetPayload(ChatProfile profile) => WebSocketFrame.PayloadOf(GetFrame(profile));

    public sealed override ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile) => WebSocketFrame.PayloadOf(GetAuthorFrame(profile));

    /// <summary>The frame that members get of any event; <see langword="null"/> for nothing.</summary>
    public static byte[]? FrameOf(RoomEvent roomEvent, ChatProfile profile) => roomEvent is FramedRoomEvent framed
        ? framed.GetFrame(profile)
        : Frame(roomEvent.GetPayload(profile));

    /// <summary>The frame that the author's connections get of any event; <see langword="null"/> for nothing.</summary>
    public static byte[]? AuthorFrameOf(RoomEvent roomEvent, ChatProfile profile) => roomEvent is FramedRoomEvent framed
        ? framed.GetAuthorFrame(profile)
        : Frame(roomEvent.GetAuthorPayload(profile));

    private static byte[]? Frame(ReadOnlyMemory<byte> payload) => payload.IsEmpty ? null : WebSocketFrame.Text(payload.Span);
}
