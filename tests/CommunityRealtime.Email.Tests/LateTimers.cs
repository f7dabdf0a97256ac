namespace CommunityRealtime.Email.Tests;

/// <summary>The time of a machine that is so busy that its timers come too late for anything.</summary>
internal sealed class LateTimers : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
