using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommunityRealtime.Sample.Echo;

/// <summary>Echoes the messages of one connection, one after the other, until it ends.</summary>
internal sealed class EchoSession(WebSocket socket, TimeProvider clock)
{
    private const int MaxFrameBytes = 64 * 1024;

    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private int _messageCount;

    /// <summary>Returns the close status that ends the connection, or <see langword="null"/> when the client closed or vanished.</summary>
    public async Task<WebSocketCloseStatus?> RunAsync()
    {
        // One byte more than allowed: a frame that fills it is too long.
        var buffer = ArrayPool<byte>.Shared.Rent(MaxFrameBytes + 1);
        try
        {
            while (true)
            {
                var (type, length) = await ReceiveFrameAsync(buffer.AsMemory(0, MaxFrameBytes + 1));
                switch (type)
                {
                    case WebSocketMessageType.Close:
                        return null;
                    case WebSocketMessageType.Binary:
                        return WebSocketCloseStatus.InvalidMessageType;
                    case WebSocketMessageType.Text when length > MaxFrameBytes:
                        return WebSocketCloseStatus.MessageTooBig;
                    default:
                        await SendAsync(Answer(buffer.AsMemory(0, length)));
                        break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async Task<(WebSocketMessageType Type, int Length)> ReceiveFrameAsync(Memory<byte> buffer)
    {
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer[length..], CancellationToken.None);
            length += part.Count;
        }
        while (!part.EndOfMessage && part.MessageType == WebSocketMessageType.Text && length < buffer.Length);

        return (part.MessageType, length);
    }

    /// <summary>A client that does not read may not hold the connection for ever.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> frame)
    {
        using var patience = new CancellationTokenSource(SendTimeout, clock);
        await socket.SendAsync(frame, WebSocketMessageType.Text, true, patience.Token);
    }

    private ReadOnlyMemory<byte> Answer(ReadOnlyMemory<byte> frame)
    {
        if (EchoRequest.FindMistake(frame, out var message) is { } mistake)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new EchoError("error", mistake), Json);
        }

        var now = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeToUtf8Bytes(new EchoReply(message, now, ++_messageCount), Json);
    }
}
