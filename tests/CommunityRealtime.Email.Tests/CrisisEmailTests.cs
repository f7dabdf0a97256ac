using CommunityRealtime.Email.Tests.Smtp;
using MimeKit;

namespace CommunityRealtime.Email.Tests;

/// <summary>What recipients get.</summary>
public sealed class CrisisEmailTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task NotifyAsync_Notice_BringsWhatAHumanNeedsAndNoMore()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options => options.CaseLink = "https://care.example.com/cases/{case_id}", Now);
        var notice = EmailApp.Notice(raisedAt: Now.AddMinutes(-187), step: 2);

        await app.Notifier.NotifyAsync(notice, CancellationToken.None);

        var mail = Assert.Single(server.Mails);
        Assert.Equal("care@example.com", mail.Sender);
        Assert.Equal(["team@example.com"], mail.Recipients);
        Assert.Equal("[acute] A crisis case is waiting", mail.Message.Subject);
        Assert.Equal(
            $"""
            A crisis case is waiting.

            Level: acute
            Waiting for: 3 h 07 min
            Since: 2026-03-04 08:53 UTC
            Community: north
            Case: {notice.CaseId}
            Contacts called before: 2
            Open the case: https://care.example.com/cases/{notice.CaseId}

            To protect the person, this mail holds neither the message nor the name.
            It was sent automatically; nobody reads replies.
            """.ReplaceLineEndings("\n"),
            mail.Message.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(Now, mail.Message.Date);
        Assert.Equal(MessageImportance.High, mail.Message.Importance);
        Assert.Equal("auto-generated", mail.Message.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task NotifyAsync_AppWithoutPages_LeavesTheLineOfTheLinkOut()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server);

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.DoesNotContain("Open the case", Assert.Single(server.Mails).Message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_SameNoticeAgain_IsARepeatAndOneCaseIsOneThread()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server);
        var first = EmailApp.Notice();
        var reminder = EmailApp.Notice(kind: CrisisNoticeKind.Reminder, caseId: first.CaseId);

        await app.Notifier.NotifyAsync(first, CancellationToken.None);
        await app.Notifier.NotifyAsync(first, CancellationToken.None);
        await app.Notifier.NotifyAsync(reminder, CancellationToken.None);

        var mails = server.Mails.Select(mail => mail.Message).ToList();
        Assert.Equal($"{first.Id:N}@example.com", mails[0].MessageId);
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.NotEqual(mails[0].MessageId, mails[2].MessageId);
        Assert.Equal(mails[0].References, mails[2].References);
        Assert.NotEmpty(mails[2].References);
    }

    [Theory]
    [InlineData("en", "acute", "A crisis case is waiting")]
    [InlineData("es", "agudo", "Un caso de crisis está esperando")]
    [InlineData("fr", "aigu", "Un cas de crise attend")]
    [InlineData("de-AT", "akut", "Ein Krisenfall wartet")]
    [InlineData("PT", "agudo", "Um caso de crise está à espera")]
    public async Task NotifyAsync_Language_WritesInIt(string language, string level, string reason)
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options => options.Language = language);

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        var message = Assert.Single(server.Mails).Message;
        Assert.Equal($"[{level}] {reason}", message.Subject);
        Assert.StartsWith($"{reason}.", message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("de")]
    [InlineData("pt")]
    public async Task NotifyAsync_EveryKindAndLevel_HasWordsOfItsOwn(string language)
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options =>
        {
            options.Language = language;
            options.Security = CrisisEmailSecurity.None;
        });
        var kinds = Enum.GetValues<CrisisNoticeKind>();
        var levels = Enum.GetValues<CrisisLevel>();

        foreach (var kind in kinds)
        {
            await app.Notifier.NotifyAsync(EmailApp.Notice(kind: kind), CancellationToken.None);
        }

        foreach (var level in levels.Where(level => level != CrisisLevel.Acute))
        {
            await app.Notifier.NotifyAsync(EmailApp.Notice(level), CancellationToken.None);
        }

        Assert.Equal(kinds.Length + levels.Length - 1, server.Mails.Select(mail => mail.Message.Subject).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task NotifyAsync_OwnWords_AreUsed()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options =>
        {
            options.Templates["en"].Subject = "Please look: {level}, {waiting}";
            options.Templates["en"].Levels[CrisisLevel.Acute] = "now";
        });

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.Equal("Please look: now, 0 min", Assert.Single(server.Mails).Message.Subject);
    }

    [Theory]
    [InlineData("south", CrisisLevel.Acute, CrisisNoticeKind.Raised, 0, "south@example.com")]
    [InlineData("north", CrisisLevel.Passive, CrisisNoticeKind.NobodyOnDuty, 0, "operator@example.com")]
    [InlineData("north", CrisisLevel.Acute, CrisisNoticeKind.Escalated, 2, "lead@example.com")]
    [InlineData("north", CrisisLevel.Acute, CrisisNoticeKind.Escalated, 1, "acute@example.com")]
    [InlineData("north", CrisisLevel.Active, CrisisNoticeKind.Raised, 0, "team@example.com")]
    public async Task NotifyAsync_Routes_TheFirstThatFitsOrElseEverybodysList(
        string community, CrisisLevel level, CrisisNoticeKind kind, int step, string recipient)
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options =>
        {
            options.Routes.Add(new() { Community = new("south"), Recipients = { "south@example.com" } });
            options.Routes.Add(new() { Kind = CrisisNoticeKind.NobodyOnDuty, Recipients = { "operator@example.com" } });
            options.Routes.Add(new() { MinStep = 2, Recipients = { "lead@example.com" } });
            options.Routes.Add(new() { MinLevel = CrisisLevel.Acute, Recipients = { "acute@example.com" }, Language = "de" });
        });

        await app.Notifier.NotifyAsync(EmailApp.Notice(level, kind, step, community), CancellationToken.None);

        var mail = Assert.Single(server.Mails);
        Assert.Equal([recipient], mail.Recipients);
        Assert.Equal(recipient == "acute@example.com", mail.Message.Subject!.StartsWith("[akut]", StringComparison.Ordinal));
    }
}
