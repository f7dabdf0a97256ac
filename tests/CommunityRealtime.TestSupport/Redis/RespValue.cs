using System.Globalization;
using System.Text;

namespace CommunityRealtime.TestSupport.Redis;

/// <summary>Just as much of Redis' protocol as it takes to tell one answer from the next.</summary>
internal static class RespValue
{
    /// <summary>How long the first value is.</summary>
    /// <returns>0 while it is not all there.</returns>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        var length = end + 2;
        return (char)bytes[0] switch
        {
            '$' or '=' => MeasureBulk(bytes, length),
            '*' or '>' or '~' => MeasureAll(bytes, length, Count(bytes)),
            '%' => MeasureAll(bytes, length, 2 * Count(bytes)),
            _ => length,
        };
    }

    /// <summary>Whether a value is a message that somebody published: a list of <c>message</c> or <c>smessage</c>, channel and payload.</summary>
    public static bool IsPublished(ReadOnlySpan<byte> value) =>
        (char)value[0] is '*' or '>' && Encoding.Latin1.GetString(value[..Math.Min(value.Length, 32)]) is var text
        && (text.Contains("\r\nmessage\r\n", StringComparison.Ordinal) || text.Contains("\r\nsmessage\r\n", StringComparison.Ordinal));

    private static int Count(ReadOnlySpan<byte> bytes) =>
        int.Parse(bytes[1..bytes.IndexOf("\r\n"u8)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static int MeasureBulk(ReadOnlySpan<byte> bytes, int header)
    {
        var count = Count(bytes);
        var length = count < 0 ? header : header + count + 2;
        return length <= bytes.Length ? length : 0;
    }

    private static int MeasureAll(ReadOnlySpan<byte> bytes, int length, int count)
    {
        for (; count > 0; count--)
        {
            var next = Measure(bytes[length..]);
            if (next == 0)
            {
                return 0;
            }

            length += next;
        }

        return length;
    }
}
