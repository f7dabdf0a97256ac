namespace CommunityRealtime.Crisis;

/// <summary>Wakes those who wait for something new in the crisis cases, on this server. Others find it in the store.</summary>
internal sealed class CrisisSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends at the next <see cref="Set"/>. Taken before looking, so that nothing is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something is new.</summary>
    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Something will be due. Whoever looks then finds it; without this it would be found a little later.</summary>
    public void SetAt(DateTimeOffset due, TimeProvider time) => _ = SetAfterAsync(due - time.GetUtcNow(), time);

    private async Task SetAfterAsync(TimeSpan delay, TimeProvider time)
    {
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time).ConfigureAwait(false);
        }

        Set();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
