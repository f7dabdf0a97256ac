using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace CommunityRealtime.Protocol;

/// <summary>Whole WebSocket frames as a server sends them: one fragment, not masked (RFC 6455, section 5.2).</summary>
internal static class WebSocketFrame
{
    private const byte Final = 0x80;
    private const byte TextOpcode = 0x1;
    private const byte CloseOpcode = 0x8;
    private const byte PingOpcode = 0x9;
    private const byte PongOpcode = 0xA;

    /// <summary>A ping without payload, shared by all sockets.</summary>
    public static byte[] Ping { get; } = [Final | PingOpcode, 0];

    /// <summary>A text frame.</summary>
    /// <param name="payload">UTF-8.</param>
    public static byte[] Text(ReadOnlySpan<byte> payload) => Make(TextOpcode, payload);

    /// <summary>A text frame whose payload is these three, one after the other.</summary>
    public static byte[] Text(ReadOnlySpan<byte> start, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> end)
    {
        var frame = Allocate(TextOpcode, start.Length + middle.Length + end.Length, out var payload);
        start.CopyTo(payload);
        middle.CopyTo(payload[start.Length..]);
        end.CopyTo(payload[(start.Length + middle.Length)..]);
        return frame;
    }

    /// <summary>A close frame.</summary>
    public static byte[] Close(CloseReason reason)
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason.Word)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)reason.Status);
        Encoding.UTF8.GetBytes(reason.Word, payload.AsSpan(2));
        return Make(CloseOpcode, payload);
    }

    /// <summary>Whether a frame is a text frame.</summary>
    public static bool IsText(ReadOnlySpan<byte> frame) => (frame[0] & 0x0F) == TextOpcode;

    /// <summary>Whether a frame that begins with this byte is a whole pong.</summary>
    public static bool IsPong(byte first) => first == (Final | PongOpcode);

    /// <summary>Whether a frame is a close frame.</summary>
    public static bool IsClose(ReadOnlySpan<byte> frame) => (frame[0] & 0x0F) == CloseOpcode;

    /// <summary>The code of a close frame of ours; 1005 (no code, RFC 6455, section 7.4.1) for one without.</summary>
    public static int CloseCode(ReadOnlySpan<byte> frame) => frame.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(frame[2..]) : 1005;

    /// <summary>Makes one chunk of frames.</summary>
    /// <returns>A single frame as it is; <see langword="null"/> for none.</returns>
    public static byte[]? Join(List<byte[]> frames)
    {
        if (frames.Count < 2)
        {
            return frames.Count == 0 ? null : frames[0];
        }

        var chunk = GC.AllocateUninitializedArray<byte>(frames.Sum(frame => frame.Length));
        var at = 0;
        foreach (var frame in frames)
        {
            frame.CopyTo(chunk, at);
            at += frame.Length;
        }

        return chunk;
    }

    /// <summary>The payload of one whole frame.</summary>
    public static ReadOnlyMemory<byte> PayloadOf(byte[] frame)
    {
        ReadOnlyMemory<byte> chunk = frame;
        return TakeFirst(ref chunk);
    }

    /// <summary>Takes the first frame off a chunk of whole frames.</summary>
    /// <returns>The payload of the frame, and its place in the chunk.</returns>
    public static ReadOnlyMemory<byte> TakeFirst(ref ReadOnlyMemory<byte> chunk)
    {
        var span = chunk.Span;
        var (header, length) = (span[1] & 0x7F) switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(span[2..])),
            127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(span[2..])),
            var small => (2, small),
        };
        var payload = chunk.Slice(header, length);
        chunk = chunk[(header + length)..];
        return payload;
    }

    /// <summary>What the payload of a close frame says.</summary>
    public static CloseReason ReadClose(ReadOnlySpan<byte> payload) => new(
        (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload[2..]));

    private static byte[] Make(byte opcode, ReadOnlySpan<byte> content)
    {
        var frame = Allocate(opcode, content.Length, out var payload);
        content.CopyTo(payload);
        return frame;
    }

    private static byte[] Allocate(byte opcode, int length, out Span<byte> payload)
    {
        var header = length switch
        {
            < 126 => 2,
            <= ushort.MaxValue => 4,
            _ => 10,
        };
        var frame = GC.AllocateUninitializedArray<byte>(header + length);
        frame[0] = (byte)(Final | opcode);
        switch (header)
        {
            case 2:
                frame[1] = (byte)length;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)length);
                break;
        }

        payload = frame.AsSpan(header);
        return frame;
    }
}
