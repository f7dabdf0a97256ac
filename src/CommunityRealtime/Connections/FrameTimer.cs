namespace CommunityRealtime.Connections;

/// <summary>Notices a frame that takes too long from its first byte to its last, by counting sweeps: no frame costs a timer or a look at a clock.</summary>
/// <remarks>Mutable; only <see cref="Begin"/> and <see cref="End"/>, of the one receiver, may run at the same time as a sweep.</remarks>
internal struct FrameTimer
{
    /// <summary>Odd while a frame arrives, and another number for each.</summary>
    private int _frame;
    private int _frameSeen;
    private int _seenSince;
    private bool _late;

    /// <summary>Notes the beginning of a frame, unless it is noted.</summary>
    public void Begin()
    {
        if ((_frame & 1) == 0)
        {
            Volatile.Write(ref _frame, _frame + 1);
        }
    }

    /// <summary>Notes that no frame arrives any more.</summary>
    /// <returns><see langword="false"/> when it came too late.</returns>
    public bool End()
    {
        if ((_frame & 1) != 0)
        {
            Volatile.Write(ref _frame, _frame + 1);
        }

        return !Volatile.Read(ref _late);
    }

    /// <summary>Whether the frame that arrives takes too long. Once it does, this socket is at its end.</summary>
    /// <param name="sweep">The number of this sweep.</param>
    /// <param name="limit">How many sweeps a frame may take.</param>
    public bool IsLate(int sweep, int limit)
    {
        var frame = Volatile.Read(ref _frame);
        if ((frame & 1) == 0)
        {
            return false;
        }

        if (frame != _frameSeen)
        {
            _frameSeen = frame;
            _seenSince = sweep;
        }

        if (sweep - _seenSince >= limit)
        {
            Volatile.Write(ref _late, true);
        }

        return _late;
    }
}
