namespace CommunityRealtime.Connections;

/// <summary>What the sweeps remember of a socket, and find to do about it.</summary>
/// <remarks>Mutable; one sweep at a time. Only what notes and starts something may run at the same time as one.</remarks>
internal struct SocketPulse
{
    private PeerWatch _peer;
    private Heartbeat _heartbeat;
    private FrameTimer _frame;
    private int _closingSince;

    /// <summary>Notes a sign of life.</summary>
    public void NoteRead() => _peer.NoteRead();

    /// <summary>Notes that a frame begins to arrive.</summary>
    public void BeginFrame() => _frame.Begin();

    /// <summary>Notes that no frame arrives any more.</summary>
    /// <returns><see langword="false"/> when it came too late.</returns>
    public bool EndFrame() => _frame.End();

    /// <summary>Asks for ping frames from now on.</summary>
    public void StartHeartbeat() => _heartbeat.Start();

    /// <summary>Looks at a socket that is closing.</summary>
    public SweepTasks LookAtClosing(int sweep, SweepLimits limits)
    {
        _closingSince = _closingSince == 0 ? sweep : _closingSince;
        return sweep - _closingSince >= limits.Close ? SweepTasks.Cut : SweepTasks.None;
    }

    /// <summary>Looks at a socket that is open.</summary>
    /// <param name="sweep">The number of this sweep.</param>
    /// <param name="limits">How long things may take.</param>
    /// <param name="isWatched">Whether its client can be pinged and given up.</param>
    /// <param name="isReading">Whether anybody reads what the client sends.</param>
    /// <param name="isLive">Whether it follows the room; a heartbeat in the middle of a replay would tell of what is still to come.</param>
    public SweepTasks LookAtOpen(int sweep, SweepLimits limits, bool isWatched, bool isReading, bool isLive)
    {
        var state = isWatched ? _peer.Look(sweep, limits, isReading) : PeerState.Alive;
        if (state == PeerState.Gone)
        {
            return SweepTasks.Cut;
        }

        if (_frame.IsLate(sweep, limits.Frame))
        {
            return SweepTasks.CloseLate;
        }

        var ping = state == PeerState.Silent ? SweepTasks.Ping : SweepTasks.None;
        return isLive && _heartbeat.IsDue(sweep, limits.Heartbeat) ? ping | SweepTasks.Heartbeat : ping;
    }
}
