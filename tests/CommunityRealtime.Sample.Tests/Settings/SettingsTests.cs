using System.Net;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Settings;

public sealed class SettingsTests
{
    private const string SigningKey = "bench-secret-bench-secret-bench-secret";

    private static readonly string Token = TestTokens.Create(SigningKey, "7", "user7");

    private static Dictionary<string, string?> Production(params IEnumerable<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["CommunityChat__Jwt__SigningKey"] = SigningKey,
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    [Fact]
    public async Task Production_InMemoryAndOpenToAll_ServesPageAndChatButNoDemo()
    {
        await using var host = await SampleHost.StartAsync(Production(
            ("CommunityChat__Membership__Open", "true"),
            ("CommunityChat__RateLimit__MessagesPerSecond", "0"),
            ("CommunityChat__Database__Provider", "Memory"),
            ("Logging__LogLevel__Default", "Warning")));
        using var http = new HttpClient { BaseAddress = host.Address };

        using var token = await http.PostAsync(new Uri("/api/dev/token", UriKind.Relative), new StringContent("""{"user_id":42}"""));
        using var demo = await http.GetAsync(new Uri("/api/dev/demo", UriKind.Relative));
        var page = await http.GetStringAsync(new Uri("/", UriKind.Relative));
        using var socket = await JsonSocket.ConnectAsync(host.Socket($"/api/communities/ws/any?token={Token}"));
        var message = await socket.AskAsync(DemoClient.Frame("Hello everyone!"));

        Assert.Equal(HttpStatusCode.NotFound, token.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, demo.StatusCode);
        Assert.Contains("<h1 id=\"community-name\"", page, StringComparison.Ordinal);
        Assert.Equal("user7", message["message"]!["display_name"]!.GetValue<string>());
        await socket.CloseAsync();
    }

    [Fact]
    public async Task Keys_InAFolder_AreKeptThere()
    {
        var folder = Directory.CreateTempSubdirectory("communityrealtime-sample-keys-");
        try
        {
            await using var host = await SampleHost.StartAsync(new Dictionary<string, string?> { ["DataProtection__Keys"] = folder.FullName });

            // ASP.NET Core makes the first key when the app starts.
            Eventually.True(() => folder.GetFiles("key-*.xml").Length == 1, "the first key");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Production_OnSqlite_KeepsTheDatabaseWhereTheConnectionStringSays()
    {
        var folder = Directory.CreateTempSubdirectory("communityrealtime-sample-db-");
        var database = Path.Combine(folder.FullName, "other.db");
        try
        {
            await using (var host = await SampleHost.StartAsync(Production(
                ("CommunityChat__Membership__Open", "true"), ("ConnectionStrings__Chat", $"Data Source={database}"))))
            {
                using var socket = await JsonSocket.ConnectAsync(host.Socket($"/api/communities/ws/1?token={Token}"));
                await socket.AskAsync(DemoClient.Frame("Hello everyone!"));
                await socket.CloseAsync();
                await host.StopAsync();
            }

            Assert.True(File.Exists(database));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Start_WithAnUnknownProvider_FailsAndNamesTheThree()
    {
        var (exitCode, output) = await SampleHost.RunToItsEndAsync(Production(("CommunityChat__Database__Provider", "Oracle")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("CommunityChat:Database:Provider is 'Oracle'; use Sqlite, PostgreSql or Memory.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InProductionWithoutAKey_FailsAndNamesTheSetting()
    {
        var (exitCode, output) = await SampleHost.RunToItsEndAsync(Production(("CommunityChat__Jwt__SigningKey", "")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("CommunityChat:Jwt:SigningKey", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnPostgreSqlWithoutADatabase_FailsAndNamesTheSetting()
    {
        var (exitCode, output) = await SampleHost.RunToItsEndAsync(Production(
            ("CommunityChat__Database__Provider", "PostgreSql"), ("ConnectionStrings__Chat", "")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ConnectionStrings:Chat", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfAConversation_HoldsNoTokenAndNoText()
    {
        await using var host = await SampleHost.StartAsync();
        using var alice = await DemoClient.SignInAsync(host, 42);
        await alice.PostAsync(5, "a very private sentence");
        await alice.HistoryAsync(5, $"?token={alice.Token}");
        await host.StopAsync();

        Assert.Contains("Now listening on", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(alice.Token, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("private sentence", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Served_ForbidsForeignAndInlineScripts()
    {
        await using var host = await SampleHost.StartAsync(Production(("CommunityChat__Database__Provider", "Memory")));
        using var http = new HttpClient { BaseAddress = host.Address };

        using var response = await http.GetAsync(new Uri("/", UriKind.Relative));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }
}
