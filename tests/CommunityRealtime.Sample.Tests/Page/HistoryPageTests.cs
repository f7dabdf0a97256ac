using System.Globalization;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;

namespace CommunityRealtime.Sample.Tests.Page;

public sealed class HistoryPageTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int General = 1;
    private const int Stored = 130;

    private static readonly string[] All = [.. Enumerable.Range(1, Stored).Select(number => $"message {number}")];

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task ScrollingUp_LoadsOlderPagesAndKeepsThePlace()
    {
        using (var bob = await DemoClient.SignInAsync(sample.Host, 43))
        {
            // Below the burst that one user may send.
            await bob.PostAsync(General, All[..65]);
        }

        using var carol = await DemoClient.SignInAsync(sample.Host, 44);
        await carol.PostAsync(General, All[65..]);

        using var alice = ChatWindow.Open(sample.Host.Address, 42, General);
        Eventually.True(() => alice.Texts().Count == 50, "the newest page is shown");
        Assert.Equal(All[^50..], alice.Texts());
        Assert.True(DistanceFromBottom(alice) < 5);

        var place = ScrollToTopAndMeasure(alice);
        Eventually.True(() => alice.Texts().Count == 100, "an older page is shown");
        Assert.Equal(All[^100..], alice.Texts());
        Assert.InRange(TopOf(alice, All[^50]) - place, -3, 3);

        ScrollToTopAndMeasure(alice);
        Eventually.True(() => alice.Texts().Count == Stored, "the oldest page is shown");
        Assert.Equal(All, alice.Texts());
        Assert.True(alice.Find("#beginning").Displayed);
        Assert.False(alice.Find("#older").Displayed);
        Assert.Single(alice.FindAll(".day"));

        await NewMessageWhileReadingOldOnesAsync(alice, carol);
        Assert.Empty(alice.Complaints());
    }

    private static async Task NewMessageWhileReadingOldOnesAsync(ChatWindow alice, DemoClient carol)
    {
        alice.Run("document.querySelector('#log').scrollTop = 0");
        await carol.PostAsync(General, "something new");
        Eventually.True(() => alice.Find("#jump").Text == "1 new message", "the button to the new message is shown");
        Assert.Equal(0, alice.Number("document.querySelector('#log').scrollTop"));

        alice.Find("#jump").Click();
        Eventually.True(() => DistanceFromBottom(alice) < 5 && !alice.Find("#jump").Displayed, "the newest message is in view");

        await carol.PostAsync(General, "something newer");
        alice.UntilMessage("something newer");
        Assert.True(DistanceFromBottom(alice) < 5);
    }

    /// <summary>Where the first message stands in the window, measured in the same step in which the top comes into view.</summary>
    private static double ScrollToTopAndMeasure(ChatWindow window) => Convert.ToDouble(
        window.Run("""
            document.querySelector('#log').scrollTop = 0;
            return document.querySelector('.message .text').getBoundingClientRect().top;
            """),
        CultureInfo.InvariantCulture);

    private static double TopOf(ChatWindow window, string text) => Convert.ToDouble(
        window.Run("return [...document.querySelectorAll('.message .text')].find(node => node.textContent === arguments[0]).getBoundingClientRect().top", text),
        CultureInfo.InvariantCulture);

    private static double DistanceFromBottom(ChatWindow window) =>
        window.Number("(log => log.scrollHeight - log.scrollTop - log.clientHeight)(document.querySelector('#log'))");
}
