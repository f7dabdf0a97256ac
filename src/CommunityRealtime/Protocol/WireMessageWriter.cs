using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Writes a message: the one place that decides its fields and their order, for sockets and history alike.</summary>
internal static class WireMessageWriter
{
    /// <param name="json">Where to.</param>
    /// <param name="message">The message as this reader may see it.</param>
    public static void Write(Utf8JsonWriter json, in WireMessage message)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, message.Id);
        WireValues.WriteId(json, "community_id"u8, message.Community.Value);
        if (message.User is { } user)
        {
            WireValues.WriteId(json, "user_id"u8, user.Value);
        }
        else
        {
            json.WriteNull("user_id"u8);
        }

        json.WriteString("content"u8, message.Content);
        json.WriteBoolean("is_anonymous"u8, message.IsAnonymous);
        WireValues.WriteTime(json, "created_at"u8, message.CreatedAt);
        json.WriteString("display_name"u8, message.DisplayName);
        json.WriteEndObject();
    }
}
