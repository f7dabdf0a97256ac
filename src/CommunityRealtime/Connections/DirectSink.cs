using System.Net.Sockets;

namespace CommunityRealtime.Connections;

/// <summary>
/// The short way out: plain HTTP/1.1 sockets, written without the server's own pipe between. It saves the pipe's copy, lock and
/// thread change for every write.
/// </summary>
internal sealed class DirectSink(Socket socket) : IFrameSink
{
    /// <summary>The answer to the handshake leaves within microseconds; a machine that needs longer has other worries.</summary>
    private const int MaxProofAttempts = 20;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
    {
        var written = socket.Send(chunk.Span, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success when written == chunk.Length => ValueTask.CompletedTask,
            SocketError.Success or SocketError.WouldBlock => WriteRestAsync(chunk[written..]),
            _ => ValueTask.FromException(new SocketException((int)error)),
        };
    }

    /// <summary>Takes over the way out after the handshake.</summary>
    /// <remarks>
    /// The answer to the handshake is in the server's pipe when the handshake returns, and must be in the kernel before anything
    /// overtakes it. It is the only thing in that pipe, small, and handed over in one piece: when the kernel has sent the
    /// connection's first byte, the pipe is empty, and it stays so, because nothing writes to it any more. A client that sends
    /// another request ahead of its handshake, which none does, spoils what it receives itself and nothing else.
    /// </remarks>
    /// <returns>The sink; <see langword="null"/> when there was no proof in time.</returns>
    public static async ValueTask<DirectSink?> TryTakeOverAsync(Socket socket)
    {
        for (var attempt = 0; attempt < MaxProofAttempts; attempt++)
        {
            if (TcpCounters.TryReadBytesSent(socket, out var sent) && sent > 0)
            {
                return TryUnblock(socket) ? new(socket) : null;
            }

            if (attempt < 3)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1)).ConfigureAwait(false);
            }
        }

        return null;
    }

    private static bool TryUnblock(Socket socket)
    {
        try
        {
            socket.Blocking = false;
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client is gone already; the first read finds out.
            return false;
        }
    }

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest).ConfigureAwait(false)..];
        }
    }
}
