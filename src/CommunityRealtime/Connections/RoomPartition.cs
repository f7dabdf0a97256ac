using System.Diagnostics;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>
/// A part of a room's members and the pump that serves them: it joins what is new once and writes the same bytes to every
/// member. At most one pass runs at a time, and none waits for a member.
/// </summary>
internal sealed class RoomPartition : IThreadPoolWorkItem
{
    /// <summary>Large enough to batch well, small enough that a large room uses several cores.</summary>
    private const int MaxMembers = 1_024;

    /// <summary>Up to here a pass takes less time than handing it to another thread.</summary>
    private const int MaxMembersInline = 64;

    private readonly Room _room;
    private readonly ChatMetrics _metrics;
    /// <summary>The members' ways out: whatever else a member is, a pass has no need to fetch.</summary>
    private OutboundPath?[] _slots = new OutboundPath?[8];
    private int _count;
    private RoomNode _cursor;
    private int _scheduled;

    public RoomPartition(Room room, ChatMetrics metrics)
    {
        _room = room;
        _metrics = metrics;
        _cursor = room.Tail;
    }

    /// <summary>Adds a member, if there is room. The room's lock is held.</summary>
    public bool TryAdd(SocketConnection member)
    {
        if (_count == MaxMembers)
        {
            return false;
        }

        var free = Array.IndexOf(_slots, null);
        if (free < 0)
        {
            free = _slots.Length;
            var larger = new OutboundPath?[_slots.Length * 2];
            _slots.CopyTo(larger, 0);
            Volatile.Write(ref _slots, larger);
        }

        Volatile.Write(ref _slots[free], member.Path);
        _count++;
        return true;
    }

    /// <summary>Takes a member out. The room's lock is held. A pass that runs now may still serve it once.</summary>
    public bool TryRemove(SocketConnection member)
    {
        var slot = Array.IndexOf(_slots, member.Path);
        if (slot < 0)
        {
            return false;
        }

        Volatile.Write(ref _slots[slot], null);
        _count--;
        return true;
    }

    /// <summary>Says that the room has something new. Never blocks.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) != 0)
        {
            return;
        }

        if (_count <= MaxMembersInline)
        {
            Execute();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        var tail = _room.Tail;
        if (tail != _cursor)
        {
            var started = _metrics.MeasuresPasses ? Stopwatch.GetTimestamp() : 0;
            var pass = RoomPass.Between(_cursor, tail);
            foreach (var member in Volatile.Read(ref _slots))
            {
                member?.Pump(pass);
            }

            _cursor = tail;
            if (started != 0)
            {
                _metrics.PassDone(Stopwatch.GetElapsedTime(started));
            }
        }

        Interlocked.Exchange(ref _scheduled, 0);
        if (_room.Tail != _cursor)
        {
            // Back to the end of the queue: fair to other rooms.
            if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
    }
}
