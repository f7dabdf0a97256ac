using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Builds what the server sends: one JSON object as UTF-8 for each frame.</summary>
internal static class ServerFrames
{
    /// <summary>For every JSON text we write. It stands in no HTML page, so letters of all scripts stay as they are.</summary>
    public static JsonWriterOptions JsonOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Message(in WireMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + message.Content.Length);
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message"u8);
            json.WritePropertyName("message"u8);
            WireMessageWriter.Write(json, message);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Error(ProtocolError error) => Object(("type", "error"), ("detail", error.Detail));

    public static byte[] SafetyReply(string content) => Object(("type", "system"), ("role", "safety"), ("content", content));

    private static byte[] Object(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
