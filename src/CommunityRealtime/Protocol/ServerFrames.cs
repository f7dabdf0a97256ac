namespace CommunityRealtime.Protocol;

/// <summary>Builds what the server sends: one JSON object as UTF-8 for each frame.</summary>
internal static class ServerFrames
{
    /// <summary>What stands before the message itself.</summary>
    private const int BodyStart = 28; // {"type":"message","message":

    /// <summary>A message as the whole frame that goes over the wire.</summary>
    public static byte[] Message(in WireMessage message) => JsonText.WriteFrame(message, static (json, message) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WritePropertyName("message"u8);
        WireMessageWriter.Write(json, message);
        json.WriteEndObject();
    });

    /// <summary>The message itself, out of a frame of <see cref="Message"/>: one JSON object, as it stands in a page of history.</summary>
    public static ReadOnlyMemory<byte> BodyOf(byte[] frame) => WebSocketFrame.PayloadOf(frame)[BodyStart..^1];

    public static byte[] Error(ProtocolError error) => Object(("type", "error"), ("detail", error.Detail));

    public static byte[] SafetyReply(string content) => Object(("type", "system"), ("role", "safety"), ("content", content));

    private static byte[] Object(params (string Name, string Value)[] fields) => JsonText.Write(fields, static (json, fields) =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    });
}
