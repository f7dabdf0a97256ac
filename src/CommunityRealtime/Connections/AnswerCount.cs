namespace CommunityRealtime.Connections;

/// <summary>How many frames of a connection are not answered yet, and whether more of them are taken. Safe to use from many threads.</summary>
internal struct AnswerCount
{
    private const int Stopped = int.MinValue;

    private int _state;

    /// <summary>Counts one more.</summary>
    /// <returns><see langword="false"/> when no more are taken; then nothing was counted.</returns>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _state) > 0)
        {
            return true;
        }

        Interlocked.Decrement(ref _state);
        return false;
    }

    /// <summary>Counts one less.</summary>
    /// <returns>Whether it was the last one of a connection that takes no more.</returns>
    public bool End() => Interlocked.Decrement(ref _state) == Stopped;

    /// <summary>Takes no more.</summary>
    /// <returns>Whether all of them are answered.</returns>
    public bool Stop() => Interlocked.Or(ref _state, Stopped) is 0 or Stopped;
}
