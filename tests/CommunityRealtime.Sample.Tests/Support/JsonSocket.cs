using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace CommunityRealtime.Sample.Tests.Support;

/// <summary>A plain WebSocket client that sends and receives text frames, each within a deadline.</summary>
internal sealed class JsonSocket : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<JsonSocket> ConnectAsync(Uri address, params IEnumerable<string> subprotocols)
    {
        var socket = new JsonSocket();
        foreach (var subprotocol in subprotocols)
        {
            socket._socket.Options.AddSubProtocol(subprotocol);
        }

        using var patience = new CancellationTokenSource(Deadline);
        await socket._socket.ConnectAsync(address, patience.Token);
        return socket;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool endOfMessage)
    {
        using var patience = new CancellationTokenSource(Deadline);
        await _socket.SendAsync(bytes, type, endOfMessage, patience.Token);
    }

    /// <summary>The next frame as it came, or <see langword="null"/> when the server closed.</summary>
    public Task<string?> ReceiveTextAsync() => ReceiveTextAsync(Deadline);

    /// <summary>The next frame as it came, or <see langword="null"/> when the server closed.</summary>
    /// <param name="deadline">How long it may take.</param>
    public async Task<string?> ReceiveTextAsync(TimeSpan deadline)
    {
        using var patience = new CancellationTokenSource(deadline);
        var frame = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            frame.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return part.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(frame.ToArray());
    }

    public async Task<JsonNode> ReceiveAsync()
    {
        var text = await ReceiveTextAsync();
        return JsonNode.Parse(text ?? throw new InvalidOperationException($"The server closed: {CloseStatus} {CloseReason}."))!;
    }

    /// <summary>Sends a frame and returns the next one.</summary>
    public async Task<JsonNode> AskAsync(string text)
    {
        await SendAsync(text);
        return await ReceiveAsync();
    }

    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(Deadline);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
    }

    /// <summary>Goes away without a close frame.</summary>
    public void Vanish() => _socket.Abort();

    public void Dispose() => _socket.Dispose();
}
