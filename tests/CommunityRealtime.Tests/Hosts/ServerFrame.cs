using System.Buffers.Binary;
using System.Text;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A frame that a server sent.</summary>
/// <param name="Opcode">Its kind; see <see cref="ClientFrame"/>.</param>
/// <param name="Payload">What it holds.</param>
internal sealed record ServerFrame(byte Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>Code and reason of a close frame, such as <c>1008 not_a_member</c>.</summary>
    public string ReadClose()
    {
        Assert.Equal(ClientFrame.CloseOpcode, Opcode);
        return $"{BinaryPrimitives.ReadUInt16BigEndian(Payload)} {Encoding.UTF8.GetString(Payload.AsSpan(2))}";
    }

    /// <summary>Reads the first frame of some bytes, and is strict about it: whole, not masked, of a known kind, of the shortest form.</summary>
    /// <returns>The frame and its length; <see langword="null"/> while it is not all there.</returns>
    public static (ServerFrame Frame, int Length)? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return null;
        }

        Assert.Contains(bytes[0], new byte[] { 0x81, 0x88, 0x89, 0x8A });
        Assert.True(bytes[1] <= 127, "A server's frame is masked.");
        var header = bytes[1] switch
        {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        if (bytes.Length < header)
        {
            return null;
        }

        var length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            10 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])),
            _ => bytes[1],
        };
        Assert.Equal(header, length < 126 ? 2 : length <= ushort.MaxValue ? 4 : 10);
        return bytes.Length < header + length
            ? null
            : (new((byte)(bytes[0] & 0x0F), bytes.Slice(header, length).ToArray()), header + length);
    }
}
