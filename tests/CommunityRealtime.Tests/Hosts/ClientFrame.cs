using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Whole frames as a client sends them: masked (RFC 6455, section 5.2).</summary>
internal static class ClientFrame
{
    public const byte TextOpcode = 0x1;
    public const byte CloseOpcode = 0x8;
    public const byte PingOpcode = 0x9;
    public const byte PongOpcode = 0xA;

    private const byte Final = 0x80;

    private static readonly byte[] Mask = [0x5A, 0xC3, 0x0F, 0x96];

    /// <summary>A chat message.</summary>
    public static byte[] Message(string content) => Text(JsonSerializer.Serialize(new { type = "message", content }));

    public static byte[] Text(string text) => Make(Final | TextOpcode, Encoding.UTF8.GetBytes(text));

    /// <summary>The first part of a text that goes on.</summary>
    public static byte[] FirstFragment(string text) => Make(TextOpcode, Encoding.UTF8.GetBytes(text));

    /// <summary>A further part of a text.</summary>
    public static byte[] Continuation(string text, bool isLast = false) => Make((byte)(isLast ? Final : 0), Encoding.UTF8.GetBytes(text));

    public static byte[] Binary(byte[] payload) => Make(Final | 0x2, payload);

    public static byte[] Ping(string text) => Make(Final | PingOpcode, Encoding.UTF8.GetBytes(text));

    /// <summary>A frame with a first byte of the test's own: what no proper client sends.</summary>
    public static byte[] Make(byte first, byte[] payload)
    {
        byte[] header;
        if (payload.Length < 126)
        {
            header = [first, (byte)(0x80 | payload.Length)];
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            header = [first, 0x80 | 126, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)payload.Length);
        }
        else
        {
            header = [first, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), (ulong)payload.Length);
        }

        return [.. header, .. Mask, .. payload.Select((value, i) => (byte)(value ^ Mask[i % 4]))];
    }
}
