using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using OpenQA.Selenium;

namespace CommunityRealtime.Sample.Tests.Page;

/// <summary>A crisis on the pages: the therapist's, with the keyboard alone, and the author's.</summary>
public sealed class CarePageTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    private const int PeerSupport = 5;
    private const int Dana = 90;

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Crisis_IsAcknowledgedAndAnsweredWithTheKeyboard()
    {
        using var dana = ChatWindow.OpenCare(sample.Host.Address, Dana, PeerSupport);
        using var alice = ChatWindow.Open(sample.Host.Address, 42, PeerSupport);
        Assert.Equal("Care team", dana.Run("return document.title"));

        alice.Composer.SendKeys("I am going to kill myself tonight" + Keys.Enter);

        Eventually.True(() => dana.FindAll("#cases li[data-level='acute']").Count == 1, "the case is shown without a reload");
        Assert.Equal("(1) ACUTE – Care team", dana.Run("return document.title"));
        Assert.Contains("waiting", (string)dana.Run("return document.querySelector('#cases li').textContent")!, StringComparison.Ordinal);
        Assert.NotEmpty(dana.Find("#announcement").GetDomProperty("textContent")!);
        Assert.DoesNotContain("kill", (string)dana.Run("return document.body.textContent")!, StringComparison.Ordinal);

        dana.Press("a");
        Eventually.True(() => dana.FindAll("#cases li[data-state='acknowledged']").Count == 1, "the case is acknowledged");
        Eventually.True(() => Equals("Care team", dana.Run("return document.title")), "the title is quiet again");

        dana.Press(Keys.Enter);
        Eventually.True(() => Equals("answer", dana.Run("return document.activeElement.id")), "the case is open");
        Assert.Contains("I am going to kill myself tonight", dana.Find("#case-messages").Text, StringComparison.Ordinal);
        dana.Press("I am here with you." + Keys.Enter);

        Eventually.True(() => alice.FindAll("#care-messages .care-team").Count == 1, "the answer reaches its author");
        Assert.Contains("I am here with you.", alice.Find("#care").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dana", alice.Find("#care").Text, StringComparison.Ordinal);
        alice.Find("#care-text").SendKeys("Thank you." + Keys.Enter);
        Eventually.True(() => dana.FindAll("#case-messages .author").Count >= 3, "the author's answer reaches the therapist");
        Assert.Contains("Thank you.", dana.Find("#case-messages").Text, StringComparison.Ordinal);
        Assert.Empty(dana.Complaints());
        Assert.Empty(alice.Complaints());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public async Task Answer_BegunForOneCase_StaysWithIt()
    {
        await using var host = await SampleHost.StartAsync();
        using var dana = ChatWindow.OpenCare(host.Address, Dana, PeerSupport);
        foreach (var author in new[] { 43, 44 })
        {
            using var client = await DemoClient.SignInAsync(host, author);
            using var socket = await client.ConnectAsync(PeerSupport);
            await socket.SendAsync(DemoClient.Frame("I am going to kill myself tonight"));
            await socket.ReceiveAsync();
        }

        Eventually.True(() => Waiting(dana) == 2, "both cases are shown");
        Open(dana, 0, "user 43");
        dana.Find("#answer").SendKeys("For Bob alone");

        Open(dana, 1, "user 44");
        Assert.Equal(string.Empty, dana.Find("#answer").GetDomProperty("value"));

        Open(dana, 0, "user 43");
        Assert.Equal("For Bob alone", dana.Find("#answer").GetDomProperty("value"));
        Assert.Empty(dana.Complaints());
    }

    [FactOnMachinesWith("chromium", "chromedriver")]
    public void Member_WhoOpensTheCarePage_SeesNothing()
    {
        using var bob = ChatWindow.OpenCare(sample.Host.Address, 43, PeerSupport, state: "refused");

        Assert.Contains("Only therapists", bob.Find("#feed").Text, StringComparison.Ordinal);
        Assert.Empty(bob.FindAll("#cases li"));
    }

    private static long Waiting(ChatWindow dana) => (long)dana.Number("[...document.querySelectorAll('#cases .waited')].filter(text => text.textContent !== '').length");

    private static void Open(ChatWindow dana, int number, string author)
    {
        dana.Run($"document.querySelectorAll('#cases li')[{number}].click()");
        Eventually.True(() => dana.Find("#opened-title").Text.Contains(author, StringComparison.OrdinalIgnoreCase), $"the case of {author} is open");
    }
}
