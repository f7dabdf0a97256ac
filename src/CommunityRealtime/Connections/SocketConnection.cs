using System.Globalization;
using System.Net.WebSockets;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Connections;

/// <summary>One member's socket: what is sent to it, how far it may fall behind, and how it ends.</summary>
internal sealed class SocketConnection : IChatConnection, IOutboundOwner, IFrameWatch
{
    /// <summary>How long the rest of the queue and the closing handshake may take before the socket is cut.</summary>
    public static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(2);

    private readonly HttpContext _http;

    /// <summary>Also the lock of how the connection ends: a thousand idle members need no thousand locks more.</summary>
    private readonly OutboundPath _path;

    private readonly SocketSettings _settings;
    private readonly long _id = Random.Shared.NextInt64();
    private SocketPulse _pulse;
    private long _expiresAtTicks = long.MaxValue;
    private Room? _ownRoom;
    private long _greetedAt;
    private long _refusals;
    private AnswerCount _unanswered;
    private bool _canPing;
    private bool _receiving;
    private bool _closing;
    private bool _ended;

    public SocketConnection(HttpContext http, CommunityId community, UserId user, ChatProfile profile, SocketSettings settings)
    {
        _http = http;
        _path = new(user, this);
        _settings = settings;
        Community = community;
        User = user;
        Profile = profile;
    }

    public string Id => _id.ToString("x16", CultureInfo.InvariantCulture);

    public CommunityId Community { get; }

    public UserId User { get; }

    public ChatProfile Profile { get; }

    /// <summary>Whether the server has started to close the socket.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>When the credential expires that the socket is open by; the next sweep after it closes the socket. Default never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get => Volatile.Read(ref _expiresAtTicks) is var ticks and not long.MaxValue ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _expiresAtTicks, value?.UtcTicks ?? long.MaxValue);
    }

    /// <summary>Whether anybody waits for what the client sends.</summary>
    public bool IsReceiving
    {
        set => Volatile.Write(ref _receiving, value);
    }

    /// <summary>Whether it was let into its community; not one that is only told why it is refused.</summary>
    public bool IsMember { get; set; }

    /// <summary>The way out to the client, with what waits for it.</summary>
    public OutboundPath Path => _path;

    /// <summary>How many bytes a replay may let wait.</summary>
    public int MaxWaitingBytes => _settings.MaxQueuedBytes / 2;

    /// <summary>Where the registry keeps it; the registry's alone.</summary>
    public int RegistryIndex { get; set; }

    /// <summary>Lets out what waits, after the handshake. Once.</summary>
    public void Open(IFrameSink sink)
    {
        _canPing = sink is not MessageSink;
        _path.Open(sink);
    }

    public bool Send(RoomEvent roomEvent)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);

        // A host's own connection manager hands events to each connection: then it reads a room of its own, and a replay and a
        // slow client are handled as always.
        if (_path.Room is null && Interlocked.CompareExchange(ref _ownRoom, new Room(Profile, _settings.Metrics), null) is null)
        {
            _ownRoom.Join(this);
        }

        if (_ownRoom is { } own && own == _path.Room)
        {
            own.Append(roomEvent);
            return !IsClosing;
        }

        return SendAlone(roomEvent);
    }

    public bool Send(ReadOnlyMemory<byte> payload) => SendFrame(WebSocketFrame.Text(payload.Span));

    /// <summary>Sends what this member gets of an event, beside the room.</summary>
    public bool SendAlone(RoomEvent roomEvent)
    {
        var frame = roomEvent.Author == User ? FramedRoomEvent.AuthorFrameOf(roomEvent, Profile) : FramedRoomEvent.FrameOf(roomEvent, Profile);
        return frame is null ? !IsClosing : SendFrame(frame);
    }

    /// <summary>Sends a frame that the platform made by itself.</summary>
    public void SendControl(byte[] frame)
    {
        if (WebSocketFrame.IsClose(frame))
        {
            BeginClose(frame, reason: "protocol", discard: false);
        }
        else
        {
            _path.TryEnqueue(frame);
            _path.Kick();
        }
    }

    /// <summary>Ends a socket that the platform has given up. One that is closing already keeps its grace.</summary>
    public void GiveUp()
    {
        if (!IsClosing)
        {
            Cut("given_up");
        }
    }

    public void Close(WebSocketCloseStatus status, string reason) => BeginClose(WebSocketFrame.Close(new CloseReason(status, reason)), "host", discard: false);

    public void Close(CloseReason reason) => BeginClose(WebSocketFrame.Close(reason), reason.Name, discard: reason == CloseReason.SlowConsumer);

    /// <summary>Notes that a frame is handled, until <see cref="EndAnswer"/>.</summary>
    /// <returns><see langword="false"/> when it must not be, because the server goes down: the client sends it again elsewhere.</returns>
    public bool TryBeginAnswer() => _unanswered.TryBegin();

    /// <summary>Notes that the sender of a frame has its answer.</summary>
    public void EndAnswer() => SayFarewell(_unanswered.End());

    /// <summary>Takes no more frames, and closes when those that it took are answered.</summary>
    public void Drain() => SayFarewell(_unanswered.Stop());

    private void SayFarewell(bool isAnswered)
    {
        if (isAnswered)
        {
            Close(Farewell.For(_settings.ReconnectSpread));
        }
    }

    /// <summary>A client is behind for a while, or for too long.</summary>
    void IOutboundOwner.OnHeldUp()
    {
        CheckBehind();
        if (_path.IsHeld)
        {
            _path.LimitHeld(MaxWaitingBytes);
        }
    }

    void IOutboundOwner.OnFailed(Exception exception)
    {
        _settings.Logger.ConnectionFailed(Id, ExceptionTypes.Of(exception));
        Cut("failed");
    }

    /// <summary>Whoever does not take what is written is gone.</summary>
    void IOutboundOwner.OnSinkFailed() => Cut("gone");

    /// <summary>Notes a sign of life.</summary>
    public void NoteRead() => _pulse.NoteRead();

    public void BeginFrame() => _pulse.BeginFrame();

    public bool EndFrame() => _pulse.EndFrame();

    /// <summary>Sends a first frame, ahead of everything else, to a connection whose replay has begun. From then on it gets heartbeats.</summary>
    /// <param name="payload">One JSON object as UTF-8.</param>
    /// <param name="newest">The newest number that the frame tells.</param>
    public void Greet(ReadOnlyMemory<byte> payload, long newest)
    {
        Send(payload);
        _greetedAt = newest;
        _pulse.StartHeartbeat();
    }

    /// <summary>What the last sweep has found to be due.</summary>
    public SweepTasks Due { get; private set; }

    /// <summary>Whether a sweep has to do something about this socket. One sweep at a time; never waits.</summary>
    public bool IsDue(int sweep, DateTimeOffset now, SweepLimits limits)
    {
        Due = IsClosing ? _pulse.LookAtClosing(sweep, limits)
            : HasExpired(now) ? SweepTasks.Expire
            : _pulse.LookAtOpen(sweep, limits, _canPing, Volatile.Read(ref _receiving), !_path.IsHeld);
        return Due != SweepTasks.None;
    }

    /// <summary>Whether the credential that the socket is open by has expired.</summary>
    public bool HasExpired(DateTimeOffset now) => now.UtcTicks >= Volatile.Read(ref _expiresAtTicks);

    /// <summary>Tells the client the newest number there is, so that it can notice what it lacks.</summary>
    public void SendHeartbeat() => Send(V1Frames.Ping(Math.Max(_greetedAt, _path.Room?.Newest ?? 0)));

    /// <summary>Begins to read a room. Once in the life of a connection.</summary>
    public bool TryEnter(Room room) => _path.TryEnter(room);

    /// <summary>Writes what is left, bounded in time. After it nothing of the request is touched any more.</summary>
    public async Task FinishAsync()
    {
        await _path.FinishAsync(CloseGrace).ConfigureAwait(false);
        _path.Discard();
        lock (_path)
        {
            _ended = true;
        }
    }

    private bool SendFrame(byte[] frame)
    {
        var sent = _path.TryEnqueue(frame);
        _path.Kick();
        CheckBehind();
        return sent && !IsClosing;
    }

    private void CheckBehind()
    {
        if (!IsClosing && (_path.Bytes > _settings.MaxQueuedBytes || _path.HeldBytes > 2L * _settings.MaxQueuedBytes))
        {
            CloseSlow();
        }
    }

    /// <summary>Closes a client that is too far behind.</summary>
    public void CloseSlow()
    {
        _settings.Logger.SlowConsumerClosed(Id, _settings.MaxQueuedBytes);
        _settings.Metrics.SlowConsumerClosed();
        Close(CloseReason.SlowConsumer);
    }

    /// <summary>Closes a client of which too many frames had to be refused.</summary>
    /// <returns>Whether it is closed for that.</returns>
    public bool CloseIfFlooding()
    {
        if (_settings.Refusals.TryTake(ref _refusals))
        {
            return false;
        }

        if (!IsClosing)
        {
            _settings.Logger.FloodingClosed(Id);
        }

        Close(CloseReason.Flooding);
        return true;
    }

    private void BeginClose(byte[] frame, string reason, bool discard)
    {
        lock (_path)
        {
            if (_closing)
            {
                return;
            }

            Volatile.Write(ref _closing, true);
        }

        _settings.Metrics.ConnectionClosed(WebSocketFrame.CloseCode(frame), reason);
        _path.Seal(frame, discard);
        _path.Kick();
    }

    /// <summary>Ends the socket now, unless its request is over: that must not be touched any more. The reason is for the measurements.</summary>
    public void Cut(string reason)
    {
        lock (_path)
        {
            if (!_ended)
            {
                _ended = true;
                _settings.Metrics.ConnectionCut(reason);
                _http.Abort();
            }
        }
    }
}
