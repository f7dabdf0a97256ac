using System.Globalization;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace CommunityRealtime.Sample.Tests.Page;

/// <summary>The chat page in a headless Chromium of its own, used the way a person uses it.</summary>
internal sealed class ChatWindow : IDisposable
{
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("communityrealtime-browser-");
    private readonly ChromeDriver _driver;
    private readonly Uri _address;

    private ChatWindow(Uri address)
    {
        _address = address;
        var driver = new FileInfo(Programs.Find("chromedriver")!);
        var service = ChromeDriverService.CreateDefaultService(driver.DirectoryName, driver.Name);
        service.SuppressInitialDiagnosticInformation = true;

        var options = new ChromeOptions { BinaryLocation = Programs.Find("chromium")! };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1200,800",
            $"--user-data-dir={_profile.FullName}");
        options.SetLoggingPreference(LogType.Browser, OpenQA.Selenium.LogLevel.All);
        _driver = new ChromeDriver(service, options, TimeSpan.FromSeconds(60));
    }

    public IWebElement Composer => Find("#message");

    public string ConnectionState => Find("#connection").GetDomAttribute("data-state")!;

    public string ComposerError => Find("#composer-error").Text;

    /// <summary>Opens the page as a demo user in a community and waits until it is online.</summary>
    public static ChatWindow Open(Uri address, int user, int community)
    {
        var window = OpenWithoutWaiting(address, user, community);
        window.UntilOnline();
        return window;
    }

    /// <summary>Opens the care team's page and waits until it says how it stands.</summary>
    public static ChatWindow OpenCare(Uri address, int user, int community, string state = "online")
    {
        var window = OpenPath(address, $"/care.html#user={user}&community={community}");
        Eventually.True(() => window.Find("#feed").GetDomAttribute("data-state") == state, $"the page is {state}");
        return window;
    }

    public static ChatWindow OpenWithoutWaiting(Uri address, int user, int community) => OpenPath(address, $"/#user={user}&community={community}");

    private static ChatWindow OpenPath(Uri address, string path)
    {
        var window = new ChatWindow(address);
        try
        {
            window._driver.Navigate().GoToUrl(new Uri(address, path));
            return window;
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    public void UntilOnline() => Eventually.True(() => ConnectionState == "online", "the page is online");

    public void Send(string text)
    {
        Composer.SendKeys(text + Keys.Enter);
        Eventually.True(() => Composer.GetDomProperty("value") == string.Empty, "the sent text leaves the box");
    }

    public void TurnAnonymousOn()
    {
        Find("label[for=anonymous]").Click();
        Assert.True(Find("#anonymous").Selected);
    }

    /// <summary>The texts of all messages shown, from top to bottom.</summary>
    public IReadOnlyList<string> Texts() =>
        ((IReadOnlyCollection<object>)Run("return [...document.querySelectorAll('.message .text')].map(text => text.textContent)")!).Cast<string>().ToArray();

    public IWebElement UntilMessage(string text)
    {
        Eventually.True(() => Texts().Contains(text), $"the message “{text}” is shown");
        return _driver.FindElements(By.CssSelector(".message")).Last(message => message.FindElement(By.CssSelector(".text")).Text == text);
    }

    public WebElement Find(string selector) => (WebElement)_driver.FindElement(By.CssSelector(selector));

    public IReadOnlyList<WebElement> FindAll(string selector) => [.. _driver.FindElements(By.CssSelector(selector)).Cast<WebElement>()];

    public object? Run(string script, params object[] arguments) => _driver.ExecuteScript(script, arguments);

    public double Number(string expression) => Convert.ToDouble(Run($"return {expression}"), CultureInfo.InvariantCulture);

    /// <summary>Makes the page as small as a phone's.</summary>
    public void Narrow(int width, int height) => _driver.ExecuteCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = true });

    /// <summary>How many requests to a path the page has made.</summary>
    public int RequestsTo(string path) => Convert.ToInt32(
        Run("return performance.getEntriesByType('resource').filter(entry => new URL(entry.name).pathname === arguments[0]).length", path),
        CultureInfo.InvariantCulture);

    /// <summary>Takes the network away from the page, or gives it back.</summary>
    public void SetOffline(bool offline) => _driver.ExecuteCdpCommand(
        "Network.emulateNetworkConditions",
        new() { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });

    /// <summary>Lets every new socket of the page fail, as one does while the server is down.</summary>
    public void HoldReconnecting() => Run(
        """
        window.realWebSocket = window.WebSocket;
        window.WebSocket = class extends EventTarget {
          constructor() {
            super();
            setTimeout(() => this.dispatchEvent(new CloseEvent('close', { code: 1006 })));
          }
          close() {}
        };
        """);

    public void LetReconnect() => Run("window.WebSocket = window.realWebSocket");

    public bool HasDialog()
    {
        try
        {
            _ = _driver.SwitchTo().Alert();
            return true;
        }
        catch (NoAlertPresentException)
        {
            return false;
        }
    }

    /// <summary>Presses keys wherever the focus is.</summary>
    public void Press(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _driver.SwitchTo().ActiveElement().SendKeys(key);
        }
    }

    /// <summary>What the browser complained about since the last call: errors of scripts, policies and requests.</summary>
    public IReadOnlyList<string> Complaints() =>
        [.. _driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= OpenQA.Selenium.LogLevel.Warning).Select(entry => entry.Message)];

    public void Dispose()
    {
        _driver.Dispose();
        _profile.Delete(recursive: true);
    }
}
