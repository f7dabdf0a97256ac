namespace CommunityRealtime.Connections;

/// <summary>What the sweeps remember of a socket, and find to do about it.</summary>
/// <remarks>Mutable; one sweep at a time. Only <see cref="NoteRead"/> and <see cref="StartHeartbeat"/> may run at the same time as one.</remarks>
internal struct SocketPulse
{
    private PeerWatch _peer;
    private Heartbeat _heartbeat;
    private int _closingSince;

    /// <summary>Notes a sign of life.</summary>
    public void NoteRead() => _peer.NoteRead();

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

        var ping = state == PeerState.Silent ? SweepTasks.Ping : SweepTasks.None;
        return isLive && _heartbeat.IsDue(sweep, limits.Heartbeat) ? ping | SweepTasks.Heartbeat : ping;
    }
}
