using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CommunityRealtime.Protocol;

/// <summary>Builds what the server sends in the profile <c>community-chat.v1</c>: one JSON object as UTF-8 for each frame.</summary>
internal static class V1Frames
{
    /// <summary>The first frame of a connection.</summary>
    public static byte[] Ready(WireReady ready) => Frame("ready", ready, static (json, ready) =>
    {
        json.WriteString("connection_id"u8, ready.ConnectionId);
        WireValues.WriteId(json, "community_id"u8, ready.Community.Value);
        WireValues.WriteId(json, "user_id"u8, ready.User.Value);
        json.WriteString("role"u8, ready.Role);
        json.WriteNumber("epoch"u8, ready.Epoch);
        json.WriteNumber("seq"u8, ready.Seq);
        WriteExpiresAt(json, ready.ExpiresAt);
        json.WriteNumber("heartbeat_seconds"u8, ready.HeartbeatSeconds);
        json.WriteStartObject("limits"u8);
        json.WriteNumber("max_content_characters"u8, ready.MaxContentCharacters);
        json.WriteNumber("max_frame_bytes"u8, ready.MaxFrameBytes);
        json.WriteNumber("messages_per_second"u8, ready.MessagesPerSecond);
        json.WriteNumber("burst"u8, ready.Burst);
        json.WriteNumber("max_unfinished_sends"u8, ready.MaxUnfinishedSends);
        json.WriteEndObject();
    });

    /// <summary>Tells a client until when its new token keeps the connection open.</summary>
    public static byte[] Refreshed(DateTimeOffset? expiresAt) => Frame("refreshed", expiresAt, WriteExpiresAt);

    /// <summary>A message as the whole frame that goes over the wire.</summary>
    /// <param name="seq">Its number.</param>
    /// <param name="body">The message as this reader may see it: one JSON object.</param>
    /// <param name="isMine">Whether to say that the reader wrote it, where others do not learn who did.</param>
    public static byte[] Message(long seq, ReadOnlySpan<byte> body, bool isMine = false)
    {
        ReadOnlySpan<byte> end = isMine ? ",\"mine\":true}}"u8 : "}}"u8;
        Span<byte> start = stackalloc byte[64];
        Utf8.TryWrite(start, CultureInfo.InvariantCulture, $"{{\"type\":\"message\",\"seq\":{seq},\"message\":", out var length);
        return WebSocketFrame.Text(start[..length], body[..^1], end);
    }

    /// <summary>Tells a sender that the message is stored.</summary>
    /// <param name="clientId">The sender's own id of it, if it has one.</param>
    /// <param name="messageId">Its id.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="isDuplicate">Whether it was stored before.</param>
    public static byte[] Ack(string? clientId, long messageId, long seq, bool isDuplicate) =>
        Frame("ack", (clientId, messageId, seq, isDuplicate), static (json, ack) =>
        {
            WriteClientId(json, ack.clientId);
            json.WriteNumber("message_id"u8, ack.messageId);
            json.WriteNumber("seq"u8, ack.seq);
            json.WriteBoolean("duplicate"u8, ack.isDuplicate);
        });

    /// <summary>Tells a sender why a frame was refused.</summary>
    /// <param name="error">Why.</param>
    /// <param name="clientId">The <c>client_id</c> of the frame, where it was understood far enough to know it.</param>
    public static byte[] Error(ProtocolError error, string? clientId) => Frame("error", (error, clientId), static (json, state) =>
    {
        json.WriteString("code"u8, state.error.Code);
        json.WriteString("detail"u8, state.error.Detail);
        WriteClientId(json, state.clientId);
        if (state.error.RetryAfter is { } retryAfter)
        {
            json.WriteNumber("retry_after_ms"u8, (long)Math.Ceiling(Math.Max(1, retryAfter.TotalMilliseconds)));
        }
    });

    /// <summary>What the safety gate says to a sender.</summary>
    public static byte[] SafetyReply(string content, string? clientId) => Frame("system", (content, clientId), static (json, state) =>
    {
        json.WriteString("role"u8, "safety"u8);
        json.WriteString("content"u8, state.content);
        WriteClientId(json, state.clientId);
    });

    /// <summary>Asks for a sign of life, and says how far the community is.</summary>
    /// <param name="seq">The newest number that the client has got, unless something went wrong.</param>
    public static byte[] Ping(long seq) => Frame("ping", seq, static (json, seq) => json.WriteNumber("seq"u8, seq));

    /// <summary>The end of a replay.</summary>
    /// <param name="from">The position that the client came back with.</param>
    /// <param name="to">The position that it has now.</param>
    public static byte[] Resumed(long from, long to) => Frame("resumed", (from, to), static (json, range) =>
    {
        json.WriteNumber("from"u8, range.from);
        json.WriteNumber("to"u8, range.to);
    });

    /// <summary>In place of a replay: the client has to load the community afresh.</summary>
    public static byte[] Reset(ResetReason reason) => Frame("reset", reason, static (json, reason) =>
        json.WriteString("reason"u8, reason == ResetReason.EpochChanged ? "epoch_changed"u8 : "position_ahead"u8));

    private static void WriteClientId(Utf8JsonWriter json, string? clientId)
    {
        if (clientId is not null)
        {
            json.WriteString("client_id"u8, clientId);
        }
    }

    private static byte[] Frame<TState>(string type, TState state, Action<Utf8JsonWriter, TState> writeFields) =>
        JsonText.Write((type, state, writeFields), static (json, frame) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, frame.type);
            frame.writeFields(json, frame.state);
            json.WriteEndObject();
        });

    private static void WriteExpiresAt(Utf8JsonWriter json, DateTimeOffset? expiresAt)
    {
        if (expiresAt is { } time)
        {
            WireValues.WriteTime(json, "expires_at"u8, time);
        }
        else
        {
            json.WriteNull("expires_at"u8);
        }
    }
}
