namespace CommunityRealtime.Redis.Diagnostics;

/// <summary>Failures of work that nobody waits for any more.</summary>
internal static class LateFailures
{
    /// <summary>Takes note of a late failure, which would otherwise reach the host's handler of unobserved exceptions with all that it says.</summary>
    /// <returns>The same task.</returns>
    public static TTask Observe<TTask>(TTask task)
        where TTask : Task
    {
        _ = task.ContinueWith(
            static failed => failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }
}
