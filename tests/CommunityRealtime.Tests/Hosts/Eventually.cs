using System.Diagnostics;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Waits for something that happens on its own time.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what = "the condition") => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(15), $"Waited in vain for {what}.");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits for memory to be given back.</summary>
    public static async Task TrueAfterCollectionAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (condition())
            {
                return;
            }

            // Collections cost other tests time, so they come seldom.
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), $"Waited in vain for {what}.");
            await Task.Delay(100);
        }
    }
}
