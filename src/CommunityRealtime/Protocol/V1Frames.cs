namespace CommunityRealtime.Protocol;

/// <summary>Builds what the server sends in the profile <c>community-chat.v1</c>: one JSON object as UTF-8 for each frame.</summary>
internal static class V1Frames
{
    /// <summary>A message as everyone gets it.</summary>
    /// <param name="message">The message as this reader may see it; its id is its number.</param>
    /// <param name="isMine">Whether to say that the reader wrote it, where others do not learn who did.</param>
    public static byte[] Message(in WireMessage message, bool isMine = false) => JsonText.Write((message, isMine), static (json, state) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteNumber("seq"u8, state.message.Id);
        json.WritePropertyName("message"u8);
        WireMessageWriter.Write(json, state.message, state.isMine);
        json.WriteEndObject();
    });
}
