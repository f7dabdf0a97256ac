using System.Text;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Reads what clients send, strictly: a frame that could be understood in two ways is refused.</summary>
internal static class ClientFrameReader
{
    private const string TypeKey = "type";
    private const string ContentKey = "content";
    private const string IsAnonymousKey = "is_anonymous";
    private const string ClientIdKey = "client_id";
    private const string MessageType = "message";
    private const string PongType = "pong";
    private const string RefreshType = "refresh";
    private const string TokenKey = "token";
    private const int MaxClientIdCharacters = 64;

    private static readonly string[] PlainKeys = [TypeKey, ContentKey, IsAnonymousKey];

    private static readonly string[] V1Keys = [.. PlainKeys, ClientIdKey, TokenKey];

    private static readonly string[] BarePlainKeys = Array.ConvertAll(PlainKeys, Bare);

    private static readonly string[] BareV1Keys = Array.ConvertAll(V1Keys, Bare);

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Reads one frame.</summary>
    /// <param name="utf8">The whole frame.</param>
    /// <param name="profile">The profile of the connection it came on.</param>
    public static ClientFrame Read(ReadOnlyMemory<byte> utf8, ChatProfile profile)
    {
        var isV1 = profile == ChatProfile.V1;
        try
        {
            if (UsualFrame.TryRead(utf8.Span, isV1, out var usual))
            {
                return usual;
            }

            using var document = JsonDocument.Parse(utf8, Options);
            return Read(document.RootElement, isV1);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An unpaired surrogate escape is legal JSON but no text: the reader reports it as InvalidOperationException.
            return ClientFrame.Refused(ProtocolError.InvalidJson);
        }
    }

    private static ClientFrame Read(JsonElement frame, bool isV1)
    {
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return ClientFrame.Refused(ProtocolError.NotAnObject);
        }

        foreach (var property in frame.EnumerateObject())
        {
            if (IsLookAlike(property, isV1 ? V1Keys : PlainKeys, isV1 ? BareV1Keys : BarePlainKeys))
            {
                return ClientFrame.Refused(isV1 ? ProtocolError.LookAlikeKeyInV1 : ProtocolError.LookAlikeKey);
            }
        }

        return !frame.TryGetProperty(TypeKey, out var type) || type.ValueKind != JsonValueKind.String ? ClientFrame.Refused(ProtocolError.NotAnObject)
            : type.ValueEquals(MessageType) ? ReadMessage(frame, isV1)
            : isV1 && type.ValueEquals(PongType) ? ClientFrame.Pong
            : isV1 && type.ValueEquals(RefreshType) ? ReadRefresh(frame)
            : ClientFrame.Refused(ProtocolError.UnknownType);
    }

    private static ClientFrame ReadRefresh(JsonElement frame) =>
        frame.TryGetProperty(TokenKey, out var token) && token.ValueKind == JsonValueKind.String
            ? ClientFrame.Refresh(token.GetString()!)
            : ClientFrame.Refused(ProtocolError.TokenNotText);

    private static ClientFrame ReadMessage(JsonElement frame, bool isV1)
    {
        string? clientId = null;
        if (isV1 && frame.TryGetProperty(ClientIdKey, out var clientIdValue))
        {
            if (clientIdValue.ValueKind != JsonValueKind.String || !IsClientId(clientIdValue.GetString()!))
            {
                return ClientFrame.Refused(ProtocolError.ClientIdInvalid);
            }

            clientId = clientIdValue.GetString();
        }

        var content = string.Empty;
        if (frame.TryGetProperty(ContentKey, out var contentValue))
        {
            if (contentValue.ValueKind != JsonValueKind.String)
            {
                return ClientFrame.Refused(ProtocolError.ContentNotText, clientId);
            }

            content = contentValue.GetString()!;
        }

        var isAnonymous = false;
        if (frame.TryGetProperty(IsAnonymousKey, out var isAnonymousValue))
        {
            if (isAnonymousValue.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return ClientFrame.Refused(ProtocolError.IsAnonymousNotBoolean, clientId);
            }

            isAnonymous = isAnonymousValue.GetBoolean();
        }

        return new(new ClientMessage(content, isAnonymous), null, clientId);
    }

    /// <summary>Whether a text may be a sender's own id.</summary>
    public static bool IsClientId(string text)
    {
        var characters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            characters++;
            if (Rune.IsControl(rune))
            {
                return false;
            }
        }

        return characters is > 0 and <= MaxClientIdCharacters;
    }

    /// <summary><c>isAnonymous</c> must not post under the real name in silence, so what resembles a known key is refused.</summary>
    private static bool IsLookAlike(JsonProperty property, string[] keys, string[] bareKeys)
    {
        foreach (var key in keys)
        {
            if (property.NameEquals(key))
            {
                return false;
            }
        }

        return bareKeys.Contains(Bare(property.Name), StringComparer.OrdinalIgnoreCase);
    }

    private static string Bare(string name) => string.Concat(name.Where(letter => letter is not ('_' or '-' or ' ')));
}
