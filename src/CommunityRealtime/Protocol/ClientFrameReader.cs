using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Reads what clients send, strictly: a frame that could be understood in two ways is refused.</summary>
internal static class ClientFrameReader
{
    private const string TypeKey = "type";
    private const string ContentKey = "content";
    private const string IsAnonymousKey = "is_anonymous";
    private const string MessageType = "message";

    private static readonly string[] BareKeys = Array.ConvertAll([TypeKey, ContentKey, IsAnonymousKey], Bare);

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Reads one frame.</summary>
    /// <param name="utf8">The whole frame.</param>
    /// <param name="message">The message, when the frame is one.</param>
    /// <param name="error">Why the frame is refused, otherwise.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out ClientMessage? message, [NotNullWhen(false)] out ProtocolError? error)
    {
        message = null;
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            error = Read(document.RootElement, out message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An unpaired surrogate escape is legal JSON but no text: the reader reports it as InvalidOperationException.
            error = ProtocolError.InvalidJson;
        }

        return error is null;
    }

    private static ProtocolError? Read(JsonElement frame, out ClientMessage? message)
    {
        message = null;
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return ProtocolError.NotAnObject;
        }

        foreach (var property in frame.EnumerateObject())
        {
            if (!IsKnown(property) && IsLookAlike(property.Name))
            {
                return ProtocolError.LookAlikeKey;
            }
        }

        if (!frame.TryGetProperty(TypeKey, out var type) || type.ValueKind != JsonValueKind.String)
        {
            return ProtocolError.NotAnObject;
        }

        return type.ValueEquals(MessageType) ? ReadMessage(frame, out message) : ProtocolError.UnknownType;
    }

    private static ProtocolError? ReadMessage(JsonElement frame, out ClientMessage? message)
    {
        message = null;
        var content = string.Empty;
        if (frame.TryGetProperty(ContentKey, out var contentValue))
        {
            if (contentValue.ValueKind != JsonValueKind.String)
            {
                return ProtocolError.ContentNotText;
            }

            content = contentValue.GetString()!;
        }

        var isAnonymous = false;
        if (frame.TryGetProperty(IsAnonymousKey, out var isAnonymousValue))
        {
            if (isAnonymousValue.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return ProtocolError.IsAnonymousNotBoolean;
            }

            isAnonymous = isAnonymousValue.GetBoolean();
        }

        message = new(content, isAnonymous);
        return null;
    }

    private static bool IsKnown(JsonProperty property) =>
        property.NameEquals(TypeKey) || property.NameEquals(ContentKey) || property.NameEquals(IsAnonymousKey);

    /// <summary><c>isAnonymous</c> must not post under the real name in silence, so what resembles a known key is refused.</summary>
    private static bool IsLookAlike(string name) => BareKeys.Contains(Bare(name), StringComparer.OrdinalIgnoreCase);

    private static string Bare(string name) => string.Concat(name.Where(letter => letter is not ('_' or '-' or ' ')));
}
