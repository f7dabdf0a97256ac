using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A member's client with deadlines.</summary>
/// <param name="socket">An open socket.</param>
/// <param name="owner">What else has to be disposed in the end.</param>
internal sealed class ChatClient(WebSocket socket, IDisposable? owner) : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly byte[] _buffer = new byte[1 << 20];

    public WebSocket Socket => socket;

    public Task SendAsync(string content, bool isAnonymous = false) =>
        SendTextAsync(JsonSerializer.Serialize(new { type = "message", content, is_anonymous = isAnonymous }));

    /// <summary>Sends a message with an id of the client's own.</summary>
    public Task SendAsync(string content, string clientId, bool isAnonymous = false) =>
        SendTextAsync(JsonSerializer.Serialize(new { type = "message", content, is_anonymous = isAnonymous, client_id = clientId }));

    public Task SendTextAsync(string frame) => SendBytesAsync(Encoding.UTF8.GetBytes(frame));

    public async Task SendBytesAsync(byte[] frame, WebSocketMessageType type = WebSocketMessageType.Text, bool endOfMessage = true)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await Socket.SendAsync(frame, type, endOfMessage, deadline.Token);
    }

    /// <summary>The next frame, letter by letter.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        var (text, close) = await ReceiveTextOrCloseAsync();
        Assert.True(text is not null, $"The server closed the socket with {close}.");
        return text;
    }

    /// <summary>The next frame as JSON.</summary>
    public async Task<JsonElement> ReceiveJsonAsync() => JsonElement.Parse(await ReceiveTextAsync());

    /// <summary>The next frame as JSON, which must be of a type.</summary>
    public async Task<JsonElement> ReceiveJsonAsync(string type)
    {
        var frame = await ReceiveJsonAsync();
        Assert.Equal(type, frame.GetProperty("type").GetString());
        return frame;
    }

    /// <summary>The message inside the next frame, which must be one.</summary>
    public async Task<JsonElement> ReceiveMessageAsync() =>
        (await ReceiveJsonAsync("message")).GetProperty("message");

    /// <summary>The detail inside the next frame, which must be an error.</summary>
    public async Task<string> ReceiveErrorAsync() =>
        (await ReceiveJsonAsync("error")).GetProperty("detail").GetString()!;

    /// <summary>Waits for the server's close frame, leaving out what comes before it.</summary>
    /// <returns>Code and reason, such as <c>1008 not_a_member</c>.</returns>
    public async Task<string> ReceiveCloseAsync()
    {
        while (true)
        {
            var (_, close) = await ReceiveTextOrCloseAsync();
            if (close is not null)
            {
                return close;
            }
        }
    }

    public async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
    }

    public void Dispose()
    {
        Socket.Dispose();
        owner?.Dispose();
    }

    public async Task<(string? Text, string? Close)> ReceiveTextOrCloseAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var length = 0;
        while (true)
        {
            var received = await Socket.ReceiveAsync(_buffer.AsMemory(length), deadline.Token);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (null, $"{(int)Socket.CloseStatus!} {Socket.CloseStatusDescription}".TrimEnd());
            }

            if (received.EndOfMessage)
            {
                return (Encoding.UTF8.GetString(_buffer, 0, length), null);
            }
        }
    }
}
