namespace CommunityRealtime.RateLimiting;

/// <summary>How many refused frames one connection may send: a token bucket whose state is one number for each connection.</summary>
/// <remarks>May be used from many threads.</remarks>
internal sealed class RefusalLimit(ChatRateLimitOptions options, TimeProvider time)
{
    /// <summary>How long one refusal takes to come back, in ticks of the clock.</summary>
    private readonly long _interval = options.RefusalsPerSecond == 0 ? 0 : (long)Math.Ceiling(time.TimestampFrequency / options.RefusalsPerSecond);

    /// <summary>Takes one refusal off a connection's allowance.</summary>
    /// <param name="fullAt">When the connection's allowance is full again; 0 in the beginning.</param>
    /// <returns><see langword="false"/> when it is used up.</returns>
    public bool TryTake(ref long fullAt)
    {
        if (_interval == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var next = Math.Max(seen, now) + _interval;
            if (next - now > _interval * options.MaxRefusals)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref fullAt, next, seen) == seen)
            {
                return true;
            }
        }
    }
}
