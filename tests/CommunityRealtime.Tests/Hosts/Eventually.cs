using System.Diagnostics;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Waits for something that happens on its own time.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what = "the condition")
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(15), $"Waited in vain for {what}.");
            await Task.Delay(5);
        }
    }
}
