namespace CommunityRealtime.Connections;

/// <summary>Notices a peer that has gone without saying so, by counting sweeps in which nothing came from it.</summary>
/// <remarks>Mutable; only <see cref="NoteRead"/> may run at the same time as a sweep.</remarks>
internal struct PeerWatch
{
    private int _reads;
    private int _readsSeen;
    private int _quietSince;
    private bool _pinged;

    /// <summary>Notes that a read of the socket begins: whatever was read before has come from the peer.</summary>
    public void NoteRead() => Volatile.Write(ref _reads, _reads + 1);

    /// <summary>Looks whether the peer has been quiet for too long.</summary>
    /// <param name="sweep">The number of this sweep.</param>
    /// <param name="limits">How many sweeps it may be quiet.</param>
    /// <param name="isReading">Whether anybody reads what it sends; while its own message is being handled nobody does.</param>
    public PeerState Look(int sweep, SweepLimits limits, bool isReading)
    {
        var reads = Volatile.Read(ref _reads);
        if (reads != _readsSeen || !isReading || _quietSince == 0)
        {
            _readsSeen = reads;
            _quietSince = sweep;
            _pinged = false;
            return PeerState.Alive;
        }

        if (sweep - _quietSince < (_pinged ? limits.Answer : limits.Silence))
        {
            return PeerState.Alive;
        }

        if (_pinged)
        {
            return PeerState.Gone;
        }

        _pinged = true;
        _quietSince = sweep;
        return PeerState.Silent;
    }
}
