namespace CommunityRealtime.Connections;

/// <summary>When a connection gets its next ping frame, counted in sweeps.</summary>
/// <remarks>Mutable. It may be started at the same time as a sweep looks at it, and only one sweep does.</remarks>
internal struct Heartbeat
{
    /// <summary>How far one connection's pace differs from another's, so that those that came together do not stay together.</summary>
    private const double Spread = 0.1;

    private bool _started;
    private int _next;

    public void Start() => Volatile.Write(ref _started, true);

    /// <summary>Whether it is time, in which case the next one is due an interval later.</summary>
    /// <param name="sweep">The number of this sweep.</param>
    /// <param name="interval">How many sweeps lie between two, give or take a tenth.</param>
    public bool IsDue(int sweep, int interval)
    {
        if (!Volatile.Read(ref _started))
        {
            return false;
        }

        var isDue = _next != 0 && sweep >= _next;
        if (isDue || _next == 0)
        {
            _next = sweep + Math.Max(1, (int)Math.Round(interval * (1 - Spread + (2 * Spread * Random.Shared.NextDouble()))));
        }

        return isDue;
    }
}
