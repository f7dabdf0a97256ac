using System.Net.WebSockets;
using CommunityRealtime.Connections;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>A connection that is there and does nothing.</summary>
public sealed class PresentConnection(CommunityId community, UserId user) : IChatConnection
{
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public CommunityId Community => community;

    public UserId User => user;

    public ChatProfile Profile => ChatProfile.Plain;

    public bool Send(RoomEvent roomEvent) => true;

    public bool Send(ReadOnlyMemory<byte> payload) => true;

    public void Close(WebSocketCloseStatus status, string reason)
    {
    }
}
