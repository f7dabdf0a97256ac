using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using OpenQA.Selenium;

namespace CommunityRealtime.Sample.Tests.Page;

public sealed class ReconnectPageTests
{
    private const int General = 1;

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task Restart_OfTheServer_LosesAndRepeatsNothing()
    {
        await using var host = await SampleHost.StartAsync();
        using var alice = ChatWindow.Open(host.Address, 42, General);
        alice.Send("before the restart");

        await host.StopAsync();
        Eventually.True(() => alice.ConnectionState == "waiting", "the page says that it waits");
        Assert.StartsWith("Reconnecting in ", alice.Find("#connection-text").Text, StringComparison.Ordinal);

        alice.Composer.SendKeys("typed while offline" + Keys.Enter);
        Eventually.True(() => alice.ComposerError.Contains("not connected", StringComparison.Ordinal), "the hint is shown");
        Assert.Equal("typed while offline", alice.Composer.GetDomProperty("value"));

        // What Bob writes before the page is back is what it has missed: it may not come back before he has written.
        alice.HoldReconnecting();
        await host.StartAgainAsync();
        using (var bob = await DemoClient.SignInAsync(host, 43))
        {
            await bob.PostAsync(General, "missed 1", "missed 2", "missed 3");
        }

        alice.LetReconnect();
        alice.UntilOnline();
        Eventually.True(() => alice.ComposerError.Length == 0, "the hint is gone");
        alice.Press(Keys.Enter);
        alice.UntilMessage("typed while offline");

        Assert.Equal(["before the restart", "missed 1", "missed 2", "missed 3", "typed while offline"], alice.Texts());
        Assert.Empty(alice.Composer.GetDomProperty("value")!);
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task Restart_WithAnotherKey_SignsInAgainByItself()
    {
        await using var host = await SampleHost.StartAsync();
        using var alice = ChatWindow.Open(host.Address, 42, General);
        alice.Send("under the old key");
        Assert.Equal(1, alice.RequestsTo("/api/dev/token"));

        await host.StopAsync();
        await host.StartAgainAsync(new Dictionary<string, string?> { ["CommunityChat__Jwt__SigningKey"] = "another-key-another-key-another-key" });
        Eventually.True(() => alice.RequestsTo("/api/dev/token") == 2, "the page asks for a new token");
        alice.UntilOnline();
        alice.Send("under the new key");

        Assert.Equal(["under the old key", "under the new key"], alice.Texts());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task Restart_WithAnotherDatabase_ShowsItsHistoryInsteadOfTheOldOne()
    {
        await using var host = await SampleHost.StartAsync();
        using var alice = ChatWindow.Open(host.Address, 42, General);
        alice.Send("old 1");
        alice.Send("old 2");

        await host.StopAsync();
        Eventually.True(() => alice.ConnectionState == "waiting", "the page has noticed the stop");
        await host.StartAgainAsync(new Dictionary<string, string?> { ["ConnectionStrings__Chat"] = "Data Source=another.db" });
        alice.UntilOnline();
        alice.Send("new 1");

        Eventually.True(() => alice.Texts() is ["new 1"], "only the new history is shown");
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task NetworkLost_AndBack_ReconnectsAtOnce()
    {
        await using var host = await SampleHost.StartAsync();
        using var alice = ChatWindow.Open(host.Address, 42, General);

        alice.SetOffline(true);
        Eventually.True(() => alice.ConnectionState == "offline", "the page says that there is no network");
        Assert.Equal("No network", alice.Find("#connection-text").Text);
        using (var bob = await DemoClient.SignInAsync(host, 43))
        {
            await bob.PostAsync(General, "while Alice was away");
        }

        alice.SetOffline(false);
        alice.UntilMessage("while Alice was away");
        alice.UntilOnline();
    }
}
