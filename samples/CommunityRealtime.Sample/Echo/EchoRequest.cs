using System.Text.Json;

namespace CommunityRealtime.Sample.Echo;

/// <summary>Reads <c>{"message":"Hello!"}</c> and says what is wrong with it.</summary>
internal static class EchoRequest
{
    private const int MaxCharacters = 500;

    /// <param name="utf8">One whole text frame.</param>
    /// <param name="message">The message exactly as it was sent; empty when there is none.</param>
    /// <returns><see langword="null"/> for a good message, otherwise a sentence for the sender.</returns>
    public static string? FindMistake(ReadOnlyMemory<byte> utf8, out string message)
    {
        message = string.Empty;
        try
        {
            using var json = JsonDocument.Parse(utf8);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("message", out var field)
                || field.ValueKind != JsonValueKind.String)
            {
                return "Send an object with a text field \"message\"";
            }

            message = field.GetString()!;
        }
        catch (JsonException)
        {
            return "The frame is not valid JSON";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, as in "\ud800", is legal JSON but no text.
            return "The message is not valid Unicode text";
        }

        if (string.IsNullOrWhiteSpace(message))
        {
            return "Message cannot be empty";
        }

        return message.EnumerateRunes().Count() > MaxCharacters ? $"Message cannot be longer than {MaxCharacters} characters" : null;
    }
}
