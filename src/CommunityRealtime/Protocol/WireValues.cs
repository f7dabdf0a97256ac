using System.Globalization;
using System.Text.Json;

namespace CommunityRealtime.Protocol;

/// <summary>How ids and times look on the wire, wherever they stand.</summary>
internal static class WireValues
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>2<sup>53</sup>−1: above it a JSON number is not exact in every language.</summary>
    private const long MaxExactInteger = 9_007_199_254_740_991;

    public static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> utf8 = stackalloc byte[24];
        time.UtcDateTime.TryFormat(utf8, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, utf8[..length]);
    }

    /// <summary>A canonical integer goes out as a number, any other key of the host as a string.</summary>
    public static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, string id)
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
