using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>A socket and its lock: a <see cref="WebSocket"/> allows one send at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Others may still wait for the lock, and it holds nothing that must be released.")]
internal sealed class LoopMember(WebSocket socket)
{
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Sends a message. A member who is gone gets none; its own request notices.</summary>
    public async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            if (socket.State == WebSocketState.Open)
            {
                // Nothing cancels it: a cancelled send aborts the socket, and this one is not the author's.
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException)
        {
        }
        finally
        {
            _sending.Release();
        }
    }
}
