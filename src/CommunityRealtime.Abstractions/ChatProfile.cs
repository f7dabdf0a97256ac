namespace CommunityRealtime;

/// <summary>Which frames a connection speaks. It is settled by the handshake and never changes.</summary>
public enum ChatProfile
{
    /// <summary>For any WebSocket client, without a subprotocol.</summary>
    Plain = 0,

    /// <summary>The subprotocol <c>community-chat.v1</c>: the plain frames with more fields, and more frames.</summary>
    V1 = 1,
}
