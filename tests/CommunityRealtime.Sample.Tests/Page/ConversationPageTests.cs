using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using OpenQA.Selenium;

namespace CommunityRealtime.Sample.Tests.Page;

public sealed class ConversationPageTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int General = 1;
    private const int PeerSupport = 5;

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void TwoPeople_Writing_SeeEachOther()
    {
        using var alice = ChatWindow.Open(sample.Host.Address, 42, PeerSupport);
        using var bob = ChatWindow.Open(sample.Host.Address, 43, PeerSupport);

        alice.Send("Hello Bob");
        var atBob = bob.UntilMessage("Hello Bob");
        bob.TurnAnonymousOn();
        Assert.Contains("Anonymous", bob.Find("#identity").Text, StringComparison.Ordinal);
        bob.Send("Something I would not say with my name");
        var atAlice = alice.UntilMessage("Something I would not say with my name");
        var own = bob.UntilMessage("Something I would not say with my name");

        Assert.Equal("Alice", atBob.FindElement(By.CssSelector(".author")).Text);
        Assert.DoesNotContain("own", Classes(atBob));
        Assert.Equal("Anonymous", atAlice.FindElement(By.CssSelector(".author")).Text);
        Assert.DoesNotContain("own", Classes(atAlice));
        Assert.DoesNotContain("Bob", atAlice.Text, StringComparison.Ordinal);
        Assert.Contains("own", Classes(own));
        Assert.Contains("Anonymous to others", own.Text, StringComparison.Ordinal);
        Assert.Empty(alice.Complaints());
        Assert.Empty(bob.Complaints());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task SafetyReply_ToAMessageInACrisis_IsACalmPanelForItsAuthorOnly()
    {
        using var alice = ChatWindow.Open(sample.Host.Address, 42, PeerSupport);
        using var carol = ChatWindow.Open(sample.Host.Address, 44, PeerSupport);

        alice.Composer.SendKeys("I want to kill myself" + Keys.Enter);
        Eventually.True(() => alice.FindAll(".safety-card").Count == 1, "the safety reply is shown");
        using (var bob = await DemoClient.SignInAsync(sample.Host, 43))
        {
            await bob.PostAsync(PeerSupport, "after the safety reply");
        }

        carol.UntilMessage("after the safety reply");
        var panel = alice.Find(".safety-card");
        Assert.NotEmpty(panel.FindElement(By.CssSelector(".text")).Text);
        Assert.NotEmpty(panel.FindElements(By.CssSelector("a[href^='https://'], a[href^='tel:']")));
        Assert.Contains("Only you can see this", panel.Text, StringComparison.Ordinal);
        Assert.NotNull(alice.Run("return document.querySelector('.safety-card').closest('[role=log][aria-live=polite]')"));
        Assert.Equal("message", alice.Run("return document.activeElement.id"));
        Assert.Empty(alice.ComposerError);
        Assert.Empty(carol.FindAll(".safety-card"));
        Assert.DoesNotContain("I want to kill myself", carol.Texts());

        panel.FindElement(By.CssSelector("button")).Click();
        Assert.Equal("I want to kill myself", alice.Composer.GetDomProperty("value"));
        Assert.Empty(alice.Complaints());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Markup_InAMessage_IsShownAsText()
    {
        const string Markup = """<img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">link</a> &amp; <b>bold</b>""";
        using var alice = ChatWindow.Open(sample.Host.Address, 42, General);
        using var bob = ChatWindow.Open(sample.Host.Address, 43, General);

        alice.Send(Markup);

        foreach (var window in new[] { alice, bob })
        {
            var message = window.UntilMessage(Markup);
            Assert.False(window.HasDialog());
            Assert.Empty(message.FindElements(By.CssSelector("img, script, a, b")));
            Assert.Empty(window.Complaints());
        }
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Outsider_EnteringACommunity_IsToldKindly()
    {
        using var mallory = ChatWindow.OpenWithoutWaiting(sample.Host.Address, 99, PeerSupport);

        Eventually.True(() => mallory.Find("#notice").Displayed, "the notice is shown");

        Assert.Equal("You are not a member of Peer support", mallory.Find("#notice-title").Text);
        Assert.Equal("refused", mallory.ConnectionState);
        Assert.False(mallory.Find("#composer").Displayed);
        Assert.False(mallory.Find("#conversation").Displayed);

        // The browser reports the refused request by itself; nothing else may be wrong.
        Assert.All(mallory.Complaints(), complaint => Assert.Contains("403", complaint, StringComparison.Ordinal));
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void TooLongText_InTheBox_IsCountedAndNotSent()
    {
        using var alice = ChatWindow.Open(sample.Host.Address, 42, General);
        alice.Run("const box = document.querySelector('#message'); box.value = '😀'.repeat(3999); box.dispatchEvent(new Event('input'))");
        Assert.Equal("1 left", alice.Find("#counter").Text);
        Assert.True(alice.Find("#send").Enabled);

        alice.Composer.SendKeys("abc");

        Assert.Equal("2 too many", alice.Find("#counter").Text);
        Assert.False(alice.Find("#send").Enabled);
        alice.Composer.SendKeys(Keys.Enter);
        Assert.EndsWith("abc", alice.Composer.GetDomProperty("value"), StringComparison.Ordinal);
    }

    private static string[] Classes(IWebElement message) => message.GetDomAttribute("class")!.Split(' ');
}
