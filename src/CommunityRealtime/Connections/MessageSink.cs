using System.Net.WebSockets;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>For servers that bring their own WebSockets and no stream, such as ASP.NET Core's in-memory test server.</summary>
internal sealed class MessageSink(WebSocket socket) : IFrameSink
{
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            var isClose = WebSocketFrame.IsClose(chunk.Span);
            var isText = WebSocketFrame.IsText(chunk.Span);
            var payload = WebSocketFrame.TakeFirst(ref chunk);
            if (isClose)
            {
                var reason = WebSocketFrame.ReadClose(payload.Span);
                await socket.CloseOutputAsync(reason.Status, reason.Word, CancellationToken.None).ConfigureAwait(false);
            }
            else if (isText)
            {
                await socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
