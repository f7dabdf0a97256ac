using System.Globalization;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Writes a message: the one place that decides its fields and their order, for sockets and history alike.</summary>
internal static class WireMessageWriter
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>2<sup>53</sup>−1: above it a JSON number is not exact in every language.</summary>
    private const long MaxExactInteger = 9_007_199_254_740_991;

    /// <param name="json">Where to.</param>
    /// <param name="message">The message as this reader may see it.</param>
    /// <param name="isMine">Whether to say that the reader wrote it.</param>
    public static void Write(Utf8JsonWriter json, in WireMessage message, bool isMine = false)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, message.Id);
        WriteId(json, "community_id"u8, message.Community.Value);
        if (message.User is { } user)
        {
            WriteId(json, "user_id"u8, user.Value);
        }
        else
        {
            json.WriteNull("user_id"u8);
        }

        json.WriteString("content"u8, message.Content);
        json.WriteBoolean("is_anonymous"u8, message.IsAnonymous);
        WriteTime(json, "created_at"u8, message.CreatedAt);
        json.WriteString("display_name"u8, message.DisplayName);
        if (isMine)
        {
            json.WriteBoolean("mine"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> utf8 = stackalloc byte[24];
        time.UtcDateTime.TryFormat(utf8, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, utf8[..length]);
    }

    /// <summary>A canonical integer goes out as a number, any other key of the host as a string.</summary>
    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, string id)
    {
        if (long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && Math.Abs((decimal)number) <= MaxExactInteger
            && string.Equals(number.ToString(CultureInfo.InvariantCulture), id, StringComparison.Ordinal))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, id);
        }
    }
}
