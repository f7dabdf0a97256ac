using System.Net.WebSockets;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Connections;

/// <summary>One member's socket: what is sent to it, how far it may fall behind, and how it ends.</summary>
internal sealed class SocketConnection : IChatConnection
{
    /// <summary>How long the rest of the queue and the closing handshake may take before the socket is cut.</summary>
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    /// <summary>How long a replay waits for a client that takes nothing.</summary>
    private static readonly TimeSpan ReplayPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly HttpContext _http;
    private readonly OutboundBacklog _backlog;
    private readonly OutboundPath _path;
    private readonly int _maxQueuedBytes;
    private readonly ILogger _logger;
    private Room? _ownRoom;
    private long _lastReplayed;
    private bool _replaying;
    private bool _closing;
    private bool _ended;

    public SocketConnection(IFrameSink sink, HttpContext http, CommunityId community, UserId user, int maxQueuedBytes, ILogger logger)
    {
        _http = http;
        _backlog = new(user);
        _path = new(_backlog, sink, Cut);
        _maxQueuedBytes = maxQueuedBytes;
        _logger = logger;
        Community = community;
        User = user;
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public CommunityId Community { get; }

    public UserId User { get; }

    /// <summary>Whether the server has started to close the socket.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    public bool Send(RoomEvent roomEvent)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);

        // A host's own connection manager hands events to each connection: then it reads a room of its own, and a replay and a
        // slow client are handled as always.
        if (_backlog.Room is null && Interlocked.CompareExchange(ref _ownRoom, new Room(), null) is null)
        {
            _ownRoom.Join(this);
        }

        if (_ownRoom is { } own && own == _backlog.Room)
        {
            own.Append(roomEvent);
            return !IsClosing;
        }

        return Send(roomEvent.PayloadFor(User));
    }

    public bool Send(ReadOnlyMemory<byte> payload)
    {
        var sent = _backlog.TryEnqueue(WebSocketFrame.Text(payload.Span));
        _path.Kick();
        CheckBehind();
        return sent && !IsClosing;
    }

    /// <summary>Sends a frame that the platform made by itself.</summary>
    public void SendControl(byte[] frame)
    {
        if (WebSocketFrame.IsClose(frame))
        {
            BeginClose(frame, discard: false);
        }
        else
        {
            _backlog.TryEnqueue(frame);
            _path.Kick();
        }
    }

    /// <summary>Ends a socket that the platform has given up. One that is closing already keeps its grace.</summary>
    public void GiveUp()
    {
        if (!IsClosing)
        {
            Cut();
        }
    }

    public void Close(WebSocketCloseStatus status, string reason) => Close(new CloseReason(status, reason));

    public void Close(CloseReason reason) => BeginClose(WebSocketFrame.Close(reason), discard: reason == CloseReason.SlowConsumer);

    /// <summary>Begins to read a room. Once in the life of a connection.</summary>
    public bool TryEnter(Room room) => _backlog.TryEnter(room);

    /// <summary>Hands on what a pass over the room brings. Never waits.</summary>
    public void Pump(RoomPass pass)
    {
        try
        {
            if (!_path.TryPump(pass))
            {
                CheckBehind();
            }

            if (Volatile.Read(ref _replaying))
            {
                _backlog.LimitHeld(_maxQueuedBytes / 2);
            }
        }
        catch (Exception exception)
        {
            // One member's mistake must not end the pass for the others.
            _logger.ConnectionFailed(Id, ExceptionTypes.Of(exception));
            Cut();
        }
    }

    /// <summary>Holds room events back from now on, until the replay has caught up with them.</summary>
    public void BeginReplay()
    {
        _backlog.Hold();
        Volatile.Write(ref _replaying, true);
    }

    /// <summary>Sends an event of the past, waiting for the client when it is behind.</summary>
    public async Task SendReplayedAsync(RoomEvent roomEvent)
    {
        await WaitForRoomAsync().ConfigureAwait(false);
        Send(roomEvent.PayloadFor(User));
        _lastReplayed = roomEvent.Sequence;
    }

    /// <summary>Ends the replay and lets through what was held back meanwhile.</summary>
    /// <returns><see langword="false"/> when so much happened meanwhile that the replay has to read on first.</returns>
    public async Task<bool> TryEndReplayAsync()
    {
        await WaitForRoomAsync().ConfigureAwait(false);
        if (!_backlog.TryRelease(_lastReplayed))
        {
            return false;
        }

        _path.Kick();
        Volatile.Write(ref _replaying, false);
        return true;
    }

    /// <summary>Writes what is left, bounded in time. After it nothing of the request is touched any more.</summary>
    public async Task FinishAsync()
    {
        await _path.FinishAsync(CloseGrace).ConfigureAwait(false);
        lock (_lock)
        {
            _ended = true;
        }
    }

    private void CheckBehind()
    {
        if (_backlog.Bytes > _maxQueuedBytes && !IsClosing)
        {
            _logger.SlowConsumerClosed(Id, _maxQueuedBytes);
            Close(CloseReason.SlowConsumer);
        }
    }

    private void BeginClose(byte[] frame, bool discard)
    {
        lock (_lock)
        {
            if (_closing)
            {
                return;
            }

            Volatile.Write(ref _closing, true);
        }

        _backlog.Seal(frame, discard);
        _path.Kick();
        _ = CutAfterGraceAsync();
    }

    private async Task CutAfterGraceAsync()
    {
        await Task.Delay(CloseGrace).ConfigureAwait(false);
        Cut();
    }

    /// <summary>Ends the socket now, unless its request is over: that must not be touched any more.</summary>
    private void Cut()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                _http.Abort();
            }
        }
    }

    private async Task WaitForRoomAsync()
    {
        try
        {
            await _backlog.WaitForRoomAsync(_maxQueuedBytes / 2).WaitAsync(ReplayPatience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.SlowConsumerClosed(Id, _maxQueuedBytes);
            Close(CloseReason.SlowConsumer);
        }
    }
}
