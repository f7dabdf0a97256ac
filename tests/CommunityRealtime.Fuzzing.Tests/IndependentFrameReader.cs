using System.Text;

namespace CommunityRealtime.Fuzzing;

/// <summary>Reads frames by what docs/PROTOCOL.md says, and by nothing of the library's.</summary>
internal static class IndependentFrameReader
{
    private const int MaxDepth = 4;

    public static FrameVerdict Read(string text, bool isV1)
    {
        try
        {
            return StrictJson.Parse(text, MaxDepth) is List<KeyValuePair<string, object>> pairs ? Read(pairs, isV1) : FrameVerdict.Refused;
        }
        catch (FormatException)
        {
            return FrameVerdict.Refused;
        }
    }

    private static FrameVerdict Read(List<KeyValuePair<string, object>> pairs, bool isV1)
    {
        string[] known = isV1 ? ["type", "content", "is_anonymous", "client_id", "token"] : ["type", "content", "is_anonymous"];
        var frame = pairs.ToDictionary(StringComparer.Ordinal);
        if (frame.Keys.Any(key => !known.Contains(key) && known.Any(one => string.Equals(Bare(one), Bare(key), StringComparison.OrdinalIgnoreCase))))
        {
            return FrameVerdict.Refused;
        }

        return frame.GetValueOrDefault("type") switch
        {
            "message" => ReadMessage(frame, isV1),
            "pong" when isV1 => FrameVerdict.Pong,
            "refresh" when isV1 && TryReadText(frame, "token", out var token) && token is not null => new(Token: token),
            _ => FrameVerdict.Refused,
        };
    }

    private static FrameVerdict ReadMessage(Dictionary<string, object> frame, bool isV1)
    {
        string? clientId = null;
        if (!TryReadText(frame, "content", out var content)
            || (isV1 && !TryReadText(frame, "client_id", out clientId))
            || frame.GetValueOrDefault("is_anonymous", false) is not bool isAnonymous
            || (clientId is not null && (clientId.EnumerateRunes().Count() is < 1 or > 64 || clientId.EnumerateRunes().Any(Rune.IsControl))))
        {
            return FrameVerdict.Refused;
        }

        return new(content ?? string.Empty, isAnonymous, clientId);
    }

    private static bool TryReadText(Dictionary<string, object> frame, string key, out string? text)
    {
        text = frame.GetValueOrDefault(key) as string;
        return !frame.ContainsKey(key) || (text is not null && !StrictJson.HasUnpairedSurrogate(text));
    }

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
