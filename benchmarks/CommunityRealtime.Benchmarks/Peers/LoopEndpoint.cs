using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>The life of a connection in the hand-written loop.</summary>
internal sealed class LoopEndpoint(PeerMessages messages)
{
    private const int MaxRequestBytes = 4096;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = PeerMessages.Names };

    private readonly ConcurrentDictionary<int, ConcurrentDictionary<Guid, LoopMember>> _rooms = new();

    public async Task HandleAsync(HttpContext http, int community)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var member = new LoopMember(socket);
        var id = Guid.NewGuid();
        var room = _rooms.GetOrAdd(community, _ => new());
        room[id] = member;
        try
        {
            var buffer = new byte[MaxRequestBytes];
            while (await ReceiveAsync(socket, buffer, http.RequestAborted) is { } length)
            {
                var request = JsonSerializer.Deserialize<LoopRequest>(buffer.AsSpan(0, length), Json)!;
                var answer = new LoopAnswer("message", messages.Make(community, http.User, request.Content));
                await BroadcastAsync(room, JsonSerializer.SerializeToUtf8Bytes(answer, Json));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The member is gone.
        }
        finally
        {
            room.TryRemove(id, out _);
        }
    }

    private static async Task BroadcastAsync(ConcurrentDictionary<Guid, LoopMember> room, byte[] message)
    {
        foreach (var (_, member) in room)
        {
            await member.SendAsync(message);
        }
    }

    /// <summary>Receives a whole message.</summary>
    /// <returns>Its length; <see langword="null"/> when the client closes or sends too much.</returns>
    private static async Task<int?> ReceiveAsync(WebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return length;
            }
        }

        return null;
    }
}
