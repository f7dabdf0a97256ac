using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>Reads in one pass, without a document between, the frames that hold nothing but what they should.</summary>
/// <remarks>It refuses nothing: whatever is odd about a frame is for <see cref="ClientFrameReader"/> to judge.</remarks>
internal ref struct UsualFrame
{
    private bool _hasType;
    private bool _isPong;
    private string? _content;
    private string? _clientId;
    private bool? _isAnonymous;

    /// <summary>Reads a frame.</summary>
    /// <param name="utf8">The whole frame.</param>
    /// <param name="isV1">Whether it came in <c>community-chat.v1</c>.</param>
    /// <param name="frame">What it says.</param>
    /// <returns><see langword="false"/> when there is anything odd about it.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool TryRead(ReadOnlySpan<byte> utf8, bool isV1, out ClientFrame frame)
    {
        var usual = default(UsualFrame);
        var reader = new Utf8JsonReader(utf8);
        frame = default;
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && usual.TryReadProperties(ref reader, isV1)
                && usual.TryMake(out frame);
        }
        catch (InvalidOperationException)
        {
            // A text that is no valid Unicode.
            return false;
        }
    }

    private bool TryReadProperties(ref Utf8JsonReader reader, bool isV1)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadProperty(ref reader, isV1))
            {
                return false;
            }
        }

        // Nothing may follow, and the reader says so.
        return !reader.Read();
    }

    /// <summary>Reads a property that is known, there for the first time and of the right type.</summary>
    private bool TryReadProperty(ref Utf8JsonReader reader, bool isV1)
    {
        if (!_hasType && reader.ValueTextEquals("type"u8))
        {
            _hasType = reader.Read() && reader.TokenType == JsonTokenType.String;
            _isPong = _hasType && isV1 && reader.ValueTextEquals("pong"u8);
            return _hasType && (_isPong || reader.ValueTextEquals("message"u8));
        }

        if (_content is null && reader.ValueTextEquals("content"u8))
        {
            return TryReadText(ref reader, out _content);
        }

        if (_isAnonymous is null && reader.ValueTextEquals("is_anonymous"u8))
        {
            _isAnonymous = reader.Read() && reader.TokenType == JsonTokenType.True;
            return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        return isV1 && _clientId is null && reader.ValueTextEquals("client_id"u8)
            && TryReadText(ref reader, out _clientId) && ClientFrameReader.IsClientId(_clientId!);
    }

    private static bool TryReadText(ref Utf8JsonReader reader, out string? text)
    {
        var isText = reader.Read() && reader.TokenType == JsonTokenType.String;
        text = isText ? reader.GetString() : null;
        return isText;
    }

    private readonly bool TryMake(out ClientFrame frame)
    {
        frame = _isPong ? ClientFrame.Pong : new(new ClientMessage(_content ?? string.Empty, _isAnonymous ?? false), null, _clientId);
        return _hasType;
    }
}
