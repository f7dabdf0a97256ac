using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A client's WebSocket with as little of its own work as can be: one read takes all frames that have arrived.</summary>
internal sealed class MemberSocket : IDisposable
{
    private const int Final = 0x80;
    private const int Masked = 0x80;
    private const int MaskLength = 4;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private MemberSocket()
    {
    }

    /// <summary>Connects, upgrades, sends the opening frame, and waits until the server says that the member is in its room.</summary>
    /// <exception cref="InvalidDataException">The server refuses.</exception>
    public static async Task<MemberSocket> OpenAsync(Uri server, string address, Dialect dialect, CancellationToken cancellationToken)
    {
        var opened = new MemberSocket();
        try
        {
            await opened._socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            await opened.UpgradeAsync(server, address, cancellationToken);
            await opened.SendAsync(dialect.Opening.Kind, dialect.Opening.Payload, cancellationToken);
            while (true)
            {
                var answer = await opened.ReceiveAsync(cancellationToken);
                if (Encoding.UTF8.GetString(answer.Payload.Span).Contains(Dialect.Joined, StringComparison.Ordinal))
                {
                    return opened;
                }
            }
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public async Task SendAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = MakeFrame(kind, payload.Span);

        // A message and the answer to a ping may come at the same time.
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(frame, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for the next frame. Pings are answered.</summary>
    /// <exception cref="InvalidDataException">The server closed the socket.</exception>
    public async ValueTask<Frame> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Frame frame;
            while (!TryTakeFrame(out frame))
            {
                await ReadMoreAsync(cancellationToken);
            }

            switch (frame.Kind)
            {
                case FrameKind.Ping:
                    await SendAsync(FrameKind.Pong, frame.Payload, cancellationToken);
                    break;
                case FrameKind.Close:
                    var reason = frame.Payload.Length < 2
                        ? "without a code"
                        : $"{BinaryPrimitives.ReadUInt16BigEndian(frame.Payload.Span)} {Encoding.UTF8.GetString(frame.Payload.Span[2..])}";
                    throw new InvalidDataException($"The server closed a socket: {reason}");
                default:
                    return frame;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private static byte[] MakeFrame(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        var isShort = payload.Length < 126;
        var headerLength = isShort ? 2 : 4;

        // The mask is zero, which leaves the payload as it is: there is no proxy here to be protected.
        var frame = new byte[headerLength + MaskLength + payload.Length];
        frame[0] = (byte)(Final | (int)kind);
        frame[1] = (byte)(Masked | (isShort ? payload.Length : 126));
        if (!isShort)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        payload.CopyTo(frame.AsSpan(headerLength + MaskLength));
        return frame;
    }

    private async Task UpgradeAsync(Uri server, string address, CancellationToken cancellationToken)
    {
        var request = $"""
            GET {address} HTTP/1.1
            Host: {server.Authority}
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}


            """.ReplaceLineEndings("\r\n");
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request), cancellationToken);

        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReadMoreAsync(cancellationToken);
        }

        var answer = Encoding.ASCII.GetString(_buffer, _start, length);
        if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The server refused a socket: {answer.Split("\r\n")[0]}");
        }

        _start += length + 4;
    }

    private async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        if (read == 0)
        {
            throw new InvalidDataException("The server ended a connection without a close frame.");
        }

        _end += read;
    }

    private bool TryTakeFrame(out Frame frame)
    {
        frame = default;
        var waiting = _buffer.AsSpan(_start, _end - _start);
        if (waiting.Length < 2)
        {
            return false;
        }

        var headerLength = waiting[1] switch
        {
            < 126 => 2,
            126 => 4,
            _ => 10,
        };
        if (waiting.Length < headerLength)
        {
            return false;
        }

        var length = headerLength switch
        {
            2 => waiting[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(waiting[2..]),
            _ => checked((int)BinaryPrimitives.ReadUInt64BigEndian(waiting[2..])),
        };
        if (waiting.Length < headerLength + length)
        {
            return false;
        }

        frame = new((FrameKind)(waiting[0] & 0xF), waiting[0] >= Final, _buffer.AsMemory(_start + headerLength, length));
        _start += headerLength + length;
        return true;
    }
}
