using CommunityRealtime.Email.Tests.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Email.Tests;

/// <summary>Mistakes in the settings end the start, and none can become part of a mail's headers.</summary>
public sealed class CrisisEmailSettingsTests
{
    public static TheoryData<string, Action<CrisisEmailOptions>> Mistakes { get; } = new()
    {
        { "Host", options => options.Host = string.Empty },
        { "Host", options => options.Host = "smtp://mail.example.com" },
        { "Host", options => options.Host = "mail.example.com:587" },
        { "Port", options => options.Port = 0 },
        { "Security", options => options.Security = (CrisisEmailSecurity)7 },
        { "UserName", options => options.UserName = "care" },
        { "UserName", options => options.Password = "secret" },
        { "Security", options => (options.Security, options.UserName, options.Password) = (CrisisEmailSecurity.None, "care", "secret") },
        { "From", options => options.From = string.Empty },
        { "From", options => options.From = "care" },
        { "From", options => options.From = "care@example.com\r\nBcc: other@example.com" },
        { "From", options => options.From = "=?utf-8?Q?Care=0D=0ABcc=3A_other=40example.com?= <care@example.com>" },
        { "Recipients", options => options.Recipients.Clear() },
        { "Recipients[1]", options => options.Recipients.Add("a@example.com, b@example.com") },
        { "Recipients[1]", options => options.Recipients.Add("a@example.com\nBcc: b@example.com") },
        { "Routes[0].Recipients", options => options.Routes.Add(new()) },
        { "Routes[0].MinStep", options => options.Routes.Add(new() { MinStep = -1, Recipients = { "a@example.com" } }) },
        { "Routes[0].Language", options => options.Routes.Add(new() { Language = "xx", Recipients = { "a@example.com" } }) },
        { "CaseLink", options => options.CaseLink = "https://care.example.com/cases" },
        { "CaseLink", options => options.CaseLink = "javascript:{case_id}" },
        { "CaseLink", options => options.CaseLink = "/cases/{case_id}" },
        { "Language", options => options.Language = "xx" },
        { "Templates[en].Subject", options => options.Templates["en"].Subject = "Crisis\r\nBcc: other@example.com" },
        { "Templates[en].Subject", options => options.Templates["en"].Subject = "Crisis of {author}" },
        { "Templates[en].Subject", options => options.Templates["en"].Subject = "Crisis {level" },
        { "Templates[en].Body", options => options.Templates["en"].Body = "{text}" },
        { "Templates[fr].Levels[Acute]", options => options.Templates["fr"].Levels[CrisisLevel.Acute] = "aigu\nBcc: other@example.com" },
        { "Templates[it].Reasons[Raised]", options => options.Templates["it"] = new() { Subject = "{reason}", Body = "{reason}" } },
        { "Retries", options => options.Retries = 6 },
        { "Timeout", options => options.Timeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Start_Mistake_EndsItAndNamesTheSettingOnly(string setting, Action<CrisisEmailOptions> mistake)
    {
        await using var app = App(mistake);

        var exception = Assert.Throws<OptionsValidationException>(app.Start);

        Assert.Contains(exception.Failures, failure => failure.Contains($"Property {setting}:", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("other", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SeveralMistakes_AreReportedTogether()
    {
        await using var app = App(options => (options.Host, options.From, options.Retries) = (string.Empty, string.Empty, -1));

        var exception = Assert.Throws<OptionsValidationException>(app.Start);

        Assert.Equal(3, exception.Failures.SelectMany(failure => failure.Split("; Property ")).Count());
    }

    [Fact]
    public async Task Start_FewestSettings_Works()
    {
        await using var app = App(_ => { });

        app.Start();

        Assert.Equal("email", app.Notifier.Name);
    }

    [Fact]
    public void AddCrisisEmail_CalledAgain_ChangesTheSettingsOfTheOneNotifier()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCommunityChat().AddCrisisEmail(Needed).AddCrisisEmail(options => options.Language = "fr");
        using var provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<ICrisisNotifier>(), notifier => notifier.Name == "email");
        Assert.Equal("fr", provider.GetRequiredService<IOptions<CrisisEmailOptions>>().Value.Language);
    }

    [Fact]
    public async Task NotifyAsync_NamesWithQuotesAndAccents_StayOneHeaderEach()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options =>
        {
            options.From = "\"Équipe, \\\"de garde\\\"\" <care@example.com>";
            options.Templates["en"].Subject = "Ça urge: " + new string('é', 150) + " {case_id}";
        });
        var notice = EmailApp.Notice();

        await app.Notifier.NotifyAsync(notice, CancellationToken.None);

        var message = Assert.Single(server.Mails).Message;
        Assert.Equal("Équipe, \"de garde\"", Assert.Single(message.From).Name);
        Assert.Equal($"Ça urge: {new string('é', 150)} {notice.CaseId}", message.Subject);
        Assert.Empty(message.Bcc);
    }

    private static EmailApp App(Action<CrisisEmailOptions> change) => new(options =>
    {
        Needed(options);
        change(options);
    });

    private static void Needed(CrisisEmailOptions options)
    {
        options.Host = "mail.example.com";
        options.From = "Care <care@example.com>";
        options.Recipients.Add("team@example.com");
    }
}
