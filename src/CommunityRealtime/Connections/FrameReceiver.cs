using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using CommunityRealtime.Validation;

namespace CommunityRealtime.Connections;

/// <summary>Reads whole frames from a socket, never more than the limit. One reader at a time.</summary>
/// <remarks>While nothing comes it holds no buffer, and until the first frame comes on a plain connection no socket either.</remarks>
/// <param name="socket">The platform's socket, or <see langword="null"/> on a plain connection.</param>
/// <param name="plain">The stream of a plain connection.</param>
/// <param name="connection">Whose receiver it is.</param>
/// <param name="limits">The longest frame, and the most fragments of one.</param>
internal sealed class FrameReceiver(WebSocket? socket, ControlStream? plain, SocketConnection connection, ChatLimitsOptions limits) : IDisposable
{
    private const int InitialBytes = 4_096;

    private static readonly WebSocketCreationOptions ServerSide = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private WebSocket? _socket = socket;
    private byte[] _buffer = [];

    private WebSocket Socket => _socket ??= WebSocket.CreateFromStream(plain!, ServerSide);

    /// <summary>Waits until something comes, where that can be told. It needs neither a buffer nor a state of its own: an idle member waits here.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public ValueTask<ReadResult> WaitAsync()
    {
        Release();
        connection.IsReceiving = true;
        connection.NoteRead();
        return plain is null ? default : plain.Frames!.WaitAsync();
    }

    /// <summary>Whether what has come begins a frame.</summary>
    /// <param name="arrived">What <see cref="WaitAsync"/> gave.</param>
    public bool HasBegun(ReadResult arrived) => plain is null || plain.Frames!.HasBegun(arrived);

    /// <summary>Waits until the client begins a frame, where that could not be told before.</summary>
    /// <exception cref="WebSocketException">The peer broke the protocol or the connection.</exception>
    public ValueTask<ValueWebSocketReceiveResult> BeginAsync() =>
        plain is null ? Socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None) : default;

    /// <summary>Receives the rest of a frame.</summary>
    /// <param name="begun">What <see cref="BeginAsync"/> gave.</param>
    /// <exception cref="WebSocketException">The peer broke the protocol or the connection.</exception>
    public async ValueTask<ReceivedFrame> ReceiveAsync(ValueWebSocketReceiveResult begun)
    {
        var length = 0;
        var ended = 0;
        var room = 0;
        for (var received = begun; ;)
        {
            length += received.Count;
            if (received.MessageType != WebSocketMessageType.Text)
            {
                return new(received.MessageType == WebSocketMessageType.Close ? ReceivedFrameKind.Close : ReceivedFrameKind.Binary);
            }

            if (plain is null)
            {
                connection.BeginFrame();
            }

            // A receive ends with the buffer or with the fragment. Where both end together it counts as the buffer's end: a few fragments too many may pass.
            ended += received.Count < room && !received.EndOfMessage ? 1 : 0;
            if (length > limits.MaxFrameBytes)
            {
                return new(ReceivedFrameKind.TooLarge);
            }

            if ((plain is null ? ended + 1 : plain.Frames!.Fragments) > limits.MaxFragments)
            {
                return new(ReceivedFrameKind.TooManyFragments);
            }

            if (received.EndOfMessage)
            {
                connection.IsReceiving = false;
                return connection.EndFrame() ? new(ReceivedFrameKind.Text, _buffer.AsMemory(0, length)) : new(ReceivedFrameKind.TooSlow);
            }

            if (length == _buffer.Length)
            {
                Grow();
            }

            room = _buffer.Length - length;
            received = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Reads and drops everything until the peer has closed as well, so that it sees our close frame and not a reset.</summary>
    public async Task DrainAsync()
    {
        if (_buffer.Length == 0)
        {
            Grow();
        }

        while (Socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            await Socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        Release();
        _socket?.Dispose();
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(InitialBytes, _buffer.Length * 2), limits.MaxFrameBytes + 1));
        _buffer.CopyTo(larger, 0);
        Release();
        _buffer = larger;
    }
}
