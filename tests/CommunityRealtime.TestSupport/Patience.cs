using System.Diagnostics;

namespace CommunityRealtime.TestSupport;

/// <summary>Waits for what happens on its own time, and no longer than a test may take.</summary>
public static class Patience
{
    /// <summary>How long a test waits for anything.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is waited for, for the message of a test that waits in vain.</param>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is waited for, for the message of a test that waits in vain.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"Waited in vain for {what}.");
            await Task.Delay(10);
        }
    }
}
