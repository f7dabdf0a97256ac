using System.Net.WebSockets;

namespace CommunityRealtime.Connections;

/// <summary>Tells the ways in which sockets simply end from mistakes of ours.</summary>
internal static class SocketErrors
{
    public static bool IsExpected(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
