using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using OpenQA.Selenium;

namespace CommunityRealtime.Sample.Tests.Page;

public sealed class AccessibilityPageTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int General = 1;
    private const int PeerSupport = 5;

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Page_ByKeyboardAlone_SendsAMessage()
    {
        using var bob = ChatWindow.Open(sample.Host.Address, 43, PeerSupport);

        // From the top of the page: the first stop is the link that skips to the message box.
        bob.Run("document.body.tabIndex = -1; document.body.focus()");
        bob.Press(Keys.Tab);
        Assert.Equal("skip-link", bob.Run("return document.activeElement.className"));
        bob.Press(Keys.Enter);
        Assert.Equal("message", bob.Run("return document.activeElement.id"));
        Assert.Equal("#user=43&community=5", bob.Run("return location.hash"));

        bob.Press("first line", Keys.Shift + Keys.Enter, "second line");
        bob.Press(Keys.Enter);
        bob.UntilMessage("first line\nsecond line");
        Assert.Equal("message", bob.Run("return document.activeElement.id"));

        bob.Press(Keys.Tab, Keys.Tab, Keys.Space);
        Assert.Equal("anonymous", bob.Run("return document.activeElement.id"));
        Assert.True(bob.Find("#anonymous").Selected);
        Assert.Empty(bob.Complaints());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Page_ForAssistiveTechnology_HasNamesAndLandmarks()
    {
        using var alice = ChatWindow.Open(sample.Host.Address, 42, General);

        var controls = alice.FindAll("a[href], button, input, textarea, select").Where(control => control.Displayed || control.TagName == "input").ToArray();
        Assert.NotEmpty(controls);
        Assert.All(controls, control => Assert.False(string.IsNullOrWhiteSpace(control.ComputedAccessibleLabel), control.GetDomAttribute("id")));
        Assert.Equal("main", alice.Find("main").ComputedAccessibleRole);
        Assert.Equal("complementary", alice.Find("aside").ComputedAccessibleRole);
        Assert.Equal("log", alice.Find("#log").ComputedAccessibleRole);
        Assert.Equal("Messages in General", alice.Find("#log").ComputedAccessibleLabel);
        Assert.Equal("polite", alice.Find("#log").GetDomAttribute("aria-live"));
        Assert.Equal("switch", alice.Find("#anonymous").ComputedAccessibleRole);
        Assert.Equal("alert", alice.Find("#composer-error").ComputedAccessibleRole);
        Assert.Single(alice.FindAll("h1"));
        Assert.Equal("en", alice.Find("html").GetDomAttribute("lang"));
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Page_OnANarrowPhone_FitsWithoutScrollingSideways()
    {
        using var alice = ChatWindow.Open(sample.Host.Address, 42, General);
        alice.Narrow(320, 640);
        alice.Send(new string('w', 300));

        Assert.Equal(320, alice.Number("window.innerWidth"));
        Assert.True(alice.Number("document.documentElement.scrollWidth") <= 320);
        Assert.True(alice.Number("document.querySelector('#log').scrollWidth - document.querySelector('#log').clientWidth") <= 0);

        alice.Find("#menu").Click();
        Eventually.True(() => alice.Find("#communities").Displayed, "the menu is open");
        alice.Find("#communities li:last-child a").Click();
        Eventually.True(() => alice.Find("#community-name").Text == "Peer support" && !alice.Find("#communities").Displayed, "the other community is shown");
        alice.UntilOnline();
    }
}
