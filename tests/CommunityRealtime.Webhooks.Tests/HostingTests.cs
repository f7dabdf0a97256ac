using CommunityRealtime.Webhooks.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Webhooks.Tests;

/// <summary>How an app adds crisis webhooks, and what it is told when it does so wrongly.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task AddCrisisWebhook_OneAndNamedOnes_AreNotifiersWithNamesOfTheirOwn()
    {
        using var host = Build(chat => chat
            .AddCrisisWebhook(Valid)
            .AddCrisisWebhook("pager", Valid)
            .AddCrisisWebhook("desk", Valid)
            .AddCrisisWebhook("desk", options => options.Retries = 0));

        await host.StartAsync();

        Assert.Equal(["webhook", "webhook:pager", "webhook:desk"], host.Services.GetServices<ICrisisNotifier>().OfType<CrisisWebhookNotifier>().Select(notifier => notifier.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("the pager")]
    [InlineData("pager:1")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void AddCrisisWebhook_UnusableName_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => Build(chat => chat.AddCrisisWebhook(name, Valid)));

    [Theory]
    [InlineData(null, "Url: of the crisis webhook 'pager' is missing")]
    [InlineData("/hidden", "is relative")]
    [InlineData("ftp://example.com/hidden", "is neither https nor http")]
    [InlineData("http://example.com/hidden", "is http; use https")]
    [InlineData("https://hidden:hidden@example.com/", "holds a user")]
    [InlineData("https://example.com/#hidden", "has a fragment")]
    [InlineData("https://localhost/hidden", "leads to this machine")]
    [InlineData("https://[::1]/hidden", "leads to this machine")]
    [InlineData("https://10.1.2.3/hidden", "leads to a private address")]
    [InlineData("https://[fd12::1]/hidden", "leads to a private address")]
    [InlineData("https://169.254.169.254/hidden", "leads to an address that no webhook may reach")]
    [InlineData("https://0x7f.1/hidden", "leads to this machine")]
    public async Task Start_WrongUrl_FailsAndSaysWhatToDo(string? url, string mistake)
    {
        var failure = await FailToStartAsync(options => options.Url = url is null ? null : new(url, UriKind.RelativeOrAbsolute));

        Assert.Contains(mistake, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://pager.svc.cluster.local/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("https://10.1.2.3/")]
    public async Task Start_ReceiverInTheAppsOwnNetwork_WhenTheAppAllowsIt(string url)
    {
        using var host = Build(chat => chat.AddCrisisWebhook("pager", options =>
        {
            Valid(options);
            options.Url = new(url);
            options.AllowPrivateNetwork = options.AllowHttp = true;
        }));

        await host.StartAsync();
    }

    [Fact]
    public async Task Start_HttpToThePublic_FailsWhateverIsAllowed()
    {
        var failure = await FailToStartAsync(options =>
        {
            options.Url = new("http://1.1.1.1/");
            options.AllowPrivateNetwork = options.AllowHttp = true;
        });

        Assert.Contains("is http to a public address", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64: hidden")]
    [InlineData("whsec_")]
    [InlineData("whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM=")] // 23 bytes
    [InlineData("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU=")] // 65 bytes
    [InlineData(null)]
    public async Task Start_UnusableSecret_FailsWithoutRepeatingIt(string? secret)
    {
        var failure = await FailToStartAsync(options => options.Secrets.Add(secret!));

        Assert.Contains("Secrets[1]: of the crisis webhook 'pager' is no base64 of 24 to 64 bytes", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("MTIz", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0")] // 24 bytes
    [InlineData("whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA==")] // 64 bytes
    public async Task Start_ShortestAndLongestSecret_Starts(string secret)
    {
        using var host = Build(chat => chat.AddCrisisWebhook(options =>
        {
            Valid(options);
            options.Secrets.Add(secret);
        }));

        await host.StartAsync();
    }

    [Fact]
    public async Task Start_SeveralMistakes_AreReportedTogether()
    {
        var failure = await FailToStartAsync(options =>
        {
            options.Secrets.Clear();
            options.AllowHttp = true;
            options.Retries = 6;
            options.Timeout = TimeSpan.FromMinutes(6);
            options.AttemptTimeout = TimeSpan.Zero;
        });

        Assert.Contains("Secrets: of the crisis webhook 'pager' are empty", failure, StringComparison.Ordinal);
        Assert.Contains("AllowHttp: of the crisis webhook 'pager' is set without AllowPrivateNetwork", failure, StringComparison.Ordinal);
        Assert.Contains("Retries: of the crisis webhook 'pager' is 6", failure, StringComparison.Ordinal);
        Assert.Contains("Timeout: of the crisis webhook 'pager' is 00:06:00", failure, StringComparison.Ordinal);
        Assert.Contains("AttemptTimeout: of the crisis webhook 'pager' is 00:00:00", failure, StringComparison.Ordinal);
    }

    private static void Valid(CrisisWebhookOptions options)
    {
        options.Url = new("https://pager.example.com/crisis");
        options.Secrets.Add(Webhook.Secret);
    }

    private static async Task<string> FailToStartAsync(Action<CrisisWebhookOptions> configure)
    {
        using var host = Build(chat => chat.AddCrisisWebhook("pager", options =>
        {
            Valid(options);
            configure(options);
        }));

        return (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message;
    }

    private static IHost Build(Action<ICommunityChatBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        configure(new Chat(builder.Services));
        return builder.Build();
    }

    private sealed record Chat(IServiceCollection Services) : ICommunityChatBuilder;
}
