using System.Net.WebSockets;

namespace CommunityRealtime.Connections;

/// <summary>One member's open socket in one community.</summary>
/// <remarks>Every member may be called at the same time from many threads, and none of them waits for the network.</remarks>
public interface IChatConnection
{
    /// <summary>A random id of the connection, for logs. It says nothing about the user.</summary>
    string Id { get; }

    /// <summary>The community the connection is in.</summary>
    CommunityId Community { get; }

    /// <summary>Whose connection it is.</summary>
    UserId User { get; }

    /// <summary>Which frames it speaks; see <see cref="RoomEvent.PayloadFor"/>.</summary>
    ChatProfile Profile { get; }

    /// <summary>Puts an event of the room into the outbound queue, behind everything already there.</summary>
    /// <param name="roomEvent">The event. Call it in the order of the numbers. What a replay (<c>after=</c>) has brought already is left out.</param>
    /// <returns>
    /// <see langword="false"/> when the connection is closing. A connection whose queue is full is closed with 1013
    /// <c>slow_consumer</c>, so that it slows nobody but itself.
    /// </returns>
    bool Send(RoomEvent roomEvent);

    /// <summary>Puts a private text frame into the outbound queue, behind everything already there.</summary>
    /// <param name="payload">One JSON object as UTF-8. It must not change afterwards.</param>
    /// <returns><see langword="false"/> when the connection is closing.</returns>
    bool Send(ReadOnlyMemory<byte> payload);

    /// <summary>Starts the closing handshake behind everything already in the queue. Only the first call counts.</summary>
    /// <param name="status">The close code (RFC 6455, section 7.4).</param>
    /// <param name="reason">The reason word, such as <c>slow_consumer</c>; at most 123 bytes as UTF-8.</param>
    void Close(WebSocketCloseStatus status, string reason);
}
