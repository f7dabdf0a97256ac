namespace CommunityRealtime.Protocol;

/// <summary>Builds what the server sends: one JSON object as UTF-8 for each frame.</summary>
internal static class ServerFrames
{
    public static byte[] Message(in WireMessage message) => JsonText.Write(message, static (json, message) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WritePropertyName("message"u8);
        WireMessageWriter.Write(json, message);
        json.WriteEndObject();
    });

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
