using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.Connections;

/// <summary>Where sockets come from, as far as one client cannot choose it: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
/// <param name="Bits">An IPv4 address in the form that IPv6 has for it (RFC 4291, section 2.5.5.2), or an IPv6 address whose last 64 bits are 0.</param>
internal readonly record struct ClientNetwork(UInt128 Bits)
{
    private const ulong MappedIPv4 = 0xFFFF_0000_0000;

    public static ClientNetwork Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork ? FromIPv4(bytes)
            : address.IsIPv4MappedToIPv6 ? FromIPv4(bytes[12..])
            : new(new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0));
    }

    private static ClientNetwork FromIPv4(ReadOnlySpan<byte> bytes) => new(new UInt128(0, MappedIPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes)));
}
