namespace CommunityRealtime.Sample.Tests.Support;

/// <summary>Waits for a condition, with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not happen in time: {what}");
            await Task.Delay(20);
        }
    }

    public static void True(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(20);
            return condition();
        }, TimeSpan.FromSeconds(25)), $"It did not happen in time: {what}");
}
