using System.Buffers.Binary;
using System.Net.Sockets;

namespace CommunityRealtime.Connections;

/// <summary>What Linux counts for a TCP socket: <c>struct tcp_info</c> in <c>linux/tcp.h</c>.</summary>
internal static class TcpCounters
{
    private const int TcpProtocol = 6;
    private const int TcpInfoOption = 11;
    private const int BytesSentOffset = 200;
    private const int BytesRetransmittedOffset = 208;
    private const int Length = 216;

    /// <summary>How many different bytes have been sent: those that were sent again do not count.</summary>
    /// <returns><see langword="false"/> when the kernel does not say: it is older than 4.19, or not Linux, or the socket is gone.</returns>
    public static bool TryReadBytesSent(Socket socket, out long bytes)
    {
        Span<byte> info = stackalloc byte[Length];
        try
        {
            if (socket.GetRawSocketOption(TcpProtocol, TcpInfoOption, info) == Length)
            {
                bytes = (long)(Read(info[BytesSentOffset..]) - Read(info[BytesRetransmittedOffset..]));
                return true;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Not TCP, such as a Unix domain socket, or closed meanwhile.
        }

        bytes = 0;
        return false;
    }

    private static ulong Read(ReadOnlySpan<byte> at) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(at) : BinaryPrimitives.ReadUInt64BigEndian(at);
}
