using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A member that speaks HTTP/1.1 and WebSocket byte by byte, to see every byte and to do what no proper client does.</summary>
internal sealed class RawMember : IDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[1_024];
    private int _start;
    private int _end;

    private RawMember(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    /// <summary>The head of the server's answer to the handshake.</summary>
    public string HandshakeAnswer { get; private set; } = string.Empty;

    /// <summary>Makes the handshake.</summary>
    /// <remarks>A receive buffer bounds what the client's kernel takes before the client reads; without one it is megabytes.</remarks>
    public static Task<RawMember> ConnectAsync(ChatApp app, int user, int community = 5, int? receiveBufferBytes = null, string query = "") =>
        ConnectAsync(app, Handshake(app, user, community, query), receiveBufferBytes);

    /// <summary>Makes the handshake with a request of the test's own.</summary>
    public static async Task<RawMember> ConnectAsync(ChatApp app, string request, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        using var deadline = new CancellationTokenSource(ChatClient.Deadline);
        await socket.ConnectAsync(IPAddress.Loopback, app.Address.Port, deadline.Token);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (app.Transport == Transport.Tls)
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = app.Address.Host,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificate.IsShownBy(shown),
                },
                deadline.Token);
            stream = tls;
        }

        var member = new RawMember(socket, stream);
        await member.WriteAsync(Encoding.ASCII.GetBytes(request));
        await member.ReadHandshakeAnswerAsync();
        return member;
    }

    /// <summary>The request of a WebSocket handshake.</summary>
    public static string Handshake(ChatApp app, int user, int community = 5, string query = "") =>
        $"GET /api/communities/ws/{community}?token={Tokens.For($"{user}")}{query} HTTP/1.1\r\nHost: {app.Address.Authority}\r\nUpgrade: websocket\r\n"
        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n";

    /// <summary>Writes frames, or parts of them, in one piece.</summary>
    public async Task WriteAsync(params byte[][] frames)
    {
        using var deadline = new CancellationTokenSource(ChatClient.Deadline);
        await _stream.WriteAsync(frames.SelectMany(frame => frame).ToArray(), deadline.Token);
    }

    /// <summary>The next frame of the server, whole, or <see langword="null"/> at the end of the connection.</summary>
    public async Task<ServerFrame?> ReadFrameAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (ServerFrame.TryRead(_buffer.AsSpan(_start, _end - _start)) is var (frame, length))
            {
                _start += length;
                return frame;
            }

            if (await FillAsync(cancellationToken) == 0)
            {
                return null;
            }
        }
    }

    /// <summary>Reads one byte, however long it takes.</summary>
    /// <returns>How many came: 0 at the end of the connection.</returns>
    public async ValueTask<int> ReadByteAsync(Memory<byte> into, CancellationToken cancellationToken) =>
        await _stream.ReadAsync(into[..1], cancellationToken);

    /// <summary>Ends the connection with a reset instead of an end.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task ReadHandshakeAnswerAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Assert.NotEqual(0, await FillAsync());
        }

        HandshakeAnswer = Encoding.ASCII.GetString(_buffer, _start, length + 4);
        Assert.StartsWith("HTTP/1.1 101 ", HandshakeAnswer, StringComparison.Ordinal);
        _start += length + 4;
    }

    private async Task<int> FillAsync(CancellationToken cancellationToken = default)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ChatClient.Deadline);
        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), deadline.Token);
        _end += read;
        return read;
    }
}
