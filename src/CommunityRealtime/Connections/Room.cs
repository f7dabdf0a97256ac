using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>The members of one community and profile on this server: an append-only log of frames, and members as cursors into it.</summary>
/// <remarks>
/// Appending costs the same in a room of ten or ten thousand, members that are behind share one copy, and the order on every
/// connection is the order of the log.
/// </remarks>
internal sealed class Room(ChatProfile profile, ChatMetrics metrics)
{
    private readonly Lock _lock = new();
    private RoomPartition[] _partitions = [];
    private IChatConnection[] _others = [];
    private RoomNode _tail = new();
    private long _newest;
    private int _count;

    /// <summary>The newest event.</summary>
    public RoomNode Tail => Volatile.Read(ref _tail);

    /// <summary>The number of the newest stored event; 0 before the first.</summary>
    public long Newest => Volatile.Read(ref _newest);

    public int Count => Volatile.Read(ref _count);

    /// <summary>Appends an event and lets it be handed out, without waiting for anyone.</summary>
    /// <returns>How many connections get it.</returns>
    public int Append(RoomEvent roomEvent)
    {
        if (FramedRoomEvent.FrameOf(roomEvent, profile) is not { } frame)
        {
            return 0;
        }

        var author = roomEvent.Author;
        var authorFrame = author is null ? frame : FramedRoomEvent.AuthorFrameOf(roomEvent, profile) ?? [];
        RoomPartition[] partitions;
        IChatConnection[] others;
        lock (_lock)
        {
            var length = Math.Max(frame.Length, authorFrame.Length);
            var node = new RoomNode
            {
                Sequence = roomEvent.Sequence,
                Frame = frame,
                Author = author,
                AuthorFrame = authorFrame,
                StoredBytes = _tail.StoredBytes + (roomEvent.Sequence == 0 ? 0 : length),
                TotalBytes = _tail.TotalBytes + length,
            };
            _tail.Next = node;
            Volatile.Write(ref _tail, node);
            Volatile.Write(ref _newest, Math.Max(_newest, node.Sequence));
            partitions = _partitions;
            others = _others;
        }

        foreach (var partition in partitions)
        {
            partition.Signal();
        }

        var handed = _count - others.Length;
        foreach (var other in others)
        {
            handed += other.Send(roomEvent) ? 1 : 0;
        }

        return handed;
    }

    /// <summary>Adds a connection; it gets what is appended from now on.</summary>
    /// <returns><see langword="false"/> when it was there already.</returns>
    public bool Join(IChatConnection connection)
    {
        lock (_lock)
        {
            if (connection is not SocketConnection member)
            {
                if (Array.IndexOf(_others, connection) >= 0)
                {
                    return false;
                }

                _others = [.. _others, connection];
            }
            else if (!member.TryEnter(this))
            {
                return false;
            }
            else if (!_partitions.Any(partition => partition.TryAdd(member)))
            {
                var partition = new RoomPartition(this, metrics);
                partition.TryAdd(member);
                _partitions = [.. _partitions, partition];
            }

            _count++;
            return true;
        }
    }

    /// <summary>Takes a connection out.</summary>
    /// <returns><see langword="false"/> when it was not there.</returns>
    public bool Leave(IChatConnection connection)
    {
        lock (_lock)
        {
            var there = connection is SocketConnection member
                ? _partitions.Any(partition => partition.TryRemove(member))
                : Array.IndexOf(_others, connection) >= 0;
            if (!there)
            {
                return false;
            }

            _others = [.. _others.Where(other => !ReferenceEquals(other, connection))];
            _count--;
            return true;
        }
    }
}
