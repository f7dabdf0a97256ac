using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>What waits for one client: a cursor into the room's log and a short queue of private frames, handed out in order.</summary>
/// <remarks>Many add, one at a time takes. The cursor of a room that is held back is guarded by the lock; afterwards it is the taker's.</remarks>
internal class OutboundBacklog(UserId user)
{
    /// <summary>Catching up takes pieces of about this size, so that it makes no large arrays.</summary>
    private const int MaxChunkBytes = 65_536;

    [ThreadStatic]
    private static List<byte[]>? _parts;

    private readonly Lock _lock = new();
    private Queue<byte[]>? _private;
    private Room? _room;
    private RoomNode? _cursor;
    private RoomNode? _end;
    private TaskCompletionSource? _halfEmpty;
    private int _privateBytes;
    private int _replayed;
    private bool _missed;
    private volatile bool _held;
    private volatile bool _sealed;
    private volatile bool _discarded;

    /// <summary>The room it reads, if any.</summary>
    public Room? Room => Volatile.Read(ref _room);

    /// <summary>How many bytes wait, without ephemeral events: those are left out for a client that is behind.</summary>
    public long Bytes => Volatile.Read(ref _privateBytes)
        + (ReadsRoom && Volatile.Read(ref _cursor) is { } cursor ? _room!.Tail.StoredBytes - cursor.StoredBytes : 0);

    /// <summary>How many bytes wait and are held in memory, ephemeral events and all.</summary>
    public long HeldBytes => Volatile.Read(ref _privateBytes)
        + (ReadsRoom && Volatile.Read(ref _cursor) is { } cursor ? BehindBytes(cursor) : 0);

    /// <summary>Whether the room's events are left where they are, for a replay.</summary>
    public bool IsHeld => _held;

    /// <summary>The number of the last event that was replayed. Only the replay sets it, while the room is held back.</summary>
    public long LastReplayed { get; set; }

    /// <summary>Whether there is anything to take.</summary>
    public bool HasMore => Volatile.Read(ref _privateBytes) > 0 || HasRoomEvents;

    private bool HasRoomEvents => ReadsRoom && Volatile.Read(ref _cursor) is { } cursor && IsBehind(cursor);

    private bool ReadsRoom => _room is not null && !_held && !_discarded;

    /// <summary>Begins to read a room, from now on. Once in its life; the room's lock is held.</summary>
    public bool TryEnter(Room room)
    {
        lock (_lock)
        {
            if (_room is not null)
            {
                return false;
            }

            _cursor = room.Tail;
            Volatile.Write(ref _room, room);
            return true;
        }
    }

    /// <summary>Adds a private frame behind everything the room has so far.</summary>
    /// <returns><see langword="false"/> when it is sealed.</returns>
    public bool TryEnqueue(byte[] frame)
    {
        lock (_lock)
        {
            if (_sealed)
            {
                return false;
            }

            Enqueue(frame);
            return true;
        }
    }

    /// <summary>Adds the last frame. Nothing is taken after it, and the room is read up to here.</summary>
    /// <param name="last">A close frame.</param>
    /// <param name="discard">Whether what waits is dropped.</param>
    public void Seal(byte[] last, bool discard)
    {
        lock (_lock)
        {
            if (!_sealed)
            {
                _sealed = true;
                _end = _room?.Tail;
                if (discard)
                {
                    Clear();
                }

                Enqueue(last);
                Wake();
            }
        }
    }

    /// <summary>Drops everything, for good: the client is gone.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            _sealed = true;
            Clear();
            Wake();
        }
    }

    /// <summary>Leaves the room's events where they are until <see cref="TryRelease"/>, for a replay.</summary>
    public void Hold() => _held = true;

    /// <summary>Keeps what is held back small: when it is too much it is let go, for the replay to read from the store.</summary>
    public void LimitHeld(int maxBytes)
    {
        lock (_lock)
        {
            if (_held && _cursor is { } cursor && BehindBytes(cursor) > maxBytes)
            {
                _cursor = _room!.Tail;
                _missed = true;
            }
        }
    }

    /// <summary>Lets the room's events through that come after the replayed ones.</summary>
    /// <param name="lastReplayed">The number of the last event that was replayed.</param>
    /// <param name="last">A frame to put between the two, if any.</param>
    /// <returns><see langword="false"/> when some were let go meanwhile: the replay has to read on first.</returns>
    public bool TryRelease(long lastReplayed, byte[]? last = null)
    {
        lock (_lock)
        {
            if (_missed)
            {
                _missed = false;
                return false;
            }

            if (last is not null && !_sealed)
            {
                Enqueue(last);
            }

            LastReplayed = lastReplayed;
            _replayed = _private?.Count ?? 0;
            _held = false;
            return true;
        }
    }

    /// <summary>Waits until at most this many private bytes wait, or it is sealed.</summary>
    public Task WaitForRoomAsync(int bytes)
    {
        lock (_lock)
        {
            return _privateBytes <= bytes || _sealed
                ? Task.CompletedTask
                : (_halfEmpty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Takes what a pass brings, as it is, if the client is in step with the room. Only for the taker.</summary>
    public bool TryTake(RoomPass pass)
    {
        if (_sealed || !ReadsRoom || _cursor != pass.From || Volatile.Read(ref _privateBytes) > 0
            || pass.Frames.Length > MaxChunkBytes || !pass.IsFor(user) || WasReplayed(pass.From.Next!))
        {
            return false;
        }

        MoveTo(pass.Tail);
        return true;
    }

    /// <summary>Takes the next chunk of whole frames, or <see langword="null"/>. Only for the taker.</summary>
    /// <remarks>
    /// Private frames are counted before the room's end is read, and go behind it: an answer that was queued after a message was
    /// appended cannot overtake it. What a replay left in the queue goes before the room.
    /// </remarks>
    public byte[]? Take()
    {
        int answers;
        int replayed;
        lock (_lock)
        {
            answers = _private?.Count ?? 0;
            replayed = Math.Min(_replayed, answers);
            _replayed = 0;
        }

        var parts = _parts ??= [];
        if (replayed > 0)
        {
            TakePrivate(parts, replayed);
        }
        else
        {
            if (ReadsRoom)
            {
                TakeFromRoom(parts);
            }

            if (answers > 0 && !HasRoomEvents)
            {
                TakePrivate(parts, answers);
            }
        }

        var chunk = WebSocketFrame.Join(parts);
        parts.Clear();
        return chunk;
    }

    private void TakePrivate(List<byte[]> parts, int count)
    {
        lock (_lock)
        {
            // Gone when everything was dropped meanwhile.
            while (count-- > 0 && _private is { } waiting && waiting.TryDequeue(out var frame))
            {
                parts.Add(frame);
                _privateBytes -= frame.Length;
            }

            Wake();
        }
    }

    private void TakeFromRoom(List<byte[]> parts)
    {
        if (Volatile.Read(ref _cursor) is not { } cursor)
        {
            return;
        }

        var leaveOutEphemeral = BehindBytes(cursor) > MaxChunkBytes;
        for (var length = 0; IsBehind(cursor) && length < MaxChunkBytes;)
        {
            cursor = cursor.Next!;
            if (!WasReplayed(cursor) && !(leaveOutEphemeral && cursor.IsEphemeral))
            {
                var frame = cursor.FrameFor(user);
                parts.Add(frame);
                length += frame.Length;
            }
        }

        MoveTo(cursor);
    }

    private void MoveTo(RoomNode node)
    {
        Volatile.Write(ref _cursor, node);
        if (_discarded)
        {
            _cursor = null;
        }
    }

    private long BehindBytes(RoomNode cursor) => _room!.Tail.TotalBytes - cursor.TotalBytes;

    /// <summary>A message is in the store before it is in the room, so a replay may bring it first.</summary>
    private bool WasReplayed(RoomNode node) => node.Sequence > 0 && node.Sequence <= LastReplayed;

    /// <summary>Whether the room has more. Told by bytes, because a cursor may have passed the end that was set meanwhile.</summary>
    private bool IsBehind(RoomNode cursor) => cursor.TotalBytes < (Volatile.Read(ref _end) ?? _room!.Tail).TotalBytes;

    private void Enqueue(byte[] frame)
    {
        (_private ??= new()).Enqueue(frame);
        _privateBytes += frame.Length;
    }

    private void Clear()
    {
        // A node keeps everything after it alive, so the cursor goes as well.
        _discarded = true;
        _cursor = null;
        _private = null;
        _privateBytes = 0;
    }

    private void Wake()
    {
        _halfEmpty?.TrySetResult();
        _halfEmpty = null;
    }
}
