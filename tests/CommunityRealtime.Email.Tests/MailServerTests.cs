using System.Net;
using System.Net.Sockets;
using CommunityRealtime.Email.Tests.Smtp;

namespace CommunityRealtime.Email.Tests;

/// <summary>What happens when the mail server is not as it should be.</summary>
public sealed class MailServerTests
{
    private const string Password = "p\u00e4ss-w0rd-of-the-tests";

    [Fact]
    public async Task NotifyAsync_ServerWithLogIn_SendsPasswordAndMailEncrypted()
    {
        await using var server = new SmtpServer { UserName = "care", Password = Password };
        await using var app = EmailApp.For(server, WithPassword);

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        var mail = Assert.Single(server.Mails);
        Assert.True(mail is { WasEncrypted: true, WasLoggedIn: true });
        Assert.All(server.ReadableLines, line => Assert.True(line.StartsWith("EHLO", StringComparison.Ordinal) || line == "STARTTLS", line));
    }

    [Fact]
    public async Task NotifyAsync_TlsFromTheFirstByte_Works()
    {
        await using var server = new SmtpServer { IsEncryptedFromTheStart = true };
        await using var app = EmailApp.For(server, options => options.Security = CrisisEmailSecurity.Tls);

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.True(Assert.Single(server.Mails).WasEncrypted);
    }

    [Fact]
    public async Task NotifyAsync_ServerWithoutStartTls_GetsNeitherPasswordNorMail()
    {
        await using var server = new SmtpServer { OffersStartTls = false, UserName = "care", Password = Password };
        await using var app = EmailApp.For(server, WithPassword);

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("STARTTLS", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
        Assert.DoesNotContain(server.ReadableLines, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NotifyAsync_CertificateNobodyTrusts_SendsNothingAndSaysSo()
    {
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options => options.TrustedRoots.Clear());

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("TLS failed", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_TrustedCertificateOfAnotherHost_SendsNothing()
    {
        await using var server = new SmtpServer { Certificate = TestCertificates.ForAnotherHost };
        await using var app = EmailApp.For(server, options => options.TrustedRoots.Add(TestCertificates.ForAnotherHost));

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("TLS failed", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task NotifyAsync_WrongPassword_SaysSoWithoutIt()
    {
        await using var server = new SmtpServer { UserName = "care", Password = "another" };
        await using var app = EmailApp.For(server, WithPassword);

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("did not accept the user name and password", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong password for", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(Password, StringComparison.Ordinal) || line.Contains('@', StringComparison.Ordinal));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_ServerAsksForLogInThatIsNotSet_SaysSo()
    {
        await using var server = new SmtpServer { UserName = "care", Password = Password };
        await using var app = EmailApp.For(server);

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("asks for a user name and password", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_ServerBusyAtFirst_TriesAgainAtOnce()
    {
        await using var server = new SmtpServer { Greeting = connection => connection == 1 ? "421 too busy" : "220 hello" };
        await using var app = EmailApp.For(server);

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.Single(server.Mails);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_ConnectionLostAfterTheContent_RepeatsWithTheSameId()
    {
        await using var server = new SmtpServer { Content = connection => connection == 1 ? null : "250 taken" };
        await using var app = EmailApp.For(server);
        var notice = EmailApp.Notice();

        await app.Notifier.NotifyAsync(notice, CancellationToken.None);

        Assert.Equal($"{notice.Id:N}@example.com", Assert.Single(server.Mails).Message.MessageId);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_ServerThatStaysBusy_GivesUpVisibly()
    {
        await using var server = new SmtpServer { Content = _ => "451 team@example.com: try again later" };
        await using var app = EmailApp.For(server, options => options.Retries = 1);

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Equal(451, exception.StatusCode);
        Assert.DoesNotContain("team@example.com", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
        Assert.Contains(app.Log.Lines, line => line.StartsWith("Warning 4101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NotifyAsync_ServerThatSaysNever_IsNotAskedAgain()
    {
        await using var server = new SmtpServer { Content = _ => "554 no" };
        await using var app = EmailApp.For(server);

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Equal(554, exception.StatusCode);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_ServerThatHangs_EndsInTime()
    {
        await using var server = new SmtpServer { Greeting = _ => null };
        await using var app = EmailApp.For(server, options => options.Timeout = TimeSpan.FromMilliseconds(200));

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("did not answer in time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_ServerThatHangsOnAMachineWhoseTimersAreLate_EndsForTheSameReason()
    {
        await using var server = new SmtpServer { Greeting = _ => null };
        await using var app = EmailApp.For(server, options => options.Timeout = TimeSpan.FromMilliseconds(200), time: new LateTimers());

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(
            () => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));

        Assert.Contains("did not answer in time", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task NotifyAsync_HostShutsDown_IsACancellation()
    {
        using var shutdown = new CancellationTokenSource();
        await using var server = new SmtpServer { Greeting = _ => Cancel(shutdown) };
        await using var app = EmailApp.For(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), shutdown.Token).AsTask());
    }

    [Fact]
    public async Task NotifyAsync_NobodyListens_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var server = new SmtpServer();
        await using var app = EmailApp.For(server, options =>
        {
            options.Port = port;
            options.Retries = 0;
        });

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Contains("not reached", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_OneRecipientGone_TheOthersGetItAndALogLineCounts()
    {
        await using var server = new SmtpServer { Recipient = (address, _) => address == "gone@example.com" ? "550 no gone@example.com here" : "250 ok" };
        await using var app = EmailApp.For(server, options => options.Recipients.Insert(0, "gone@example.com"));

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.Equal(["team@example.com"], Assert.Single(server.Mails).Recipients);
        var line = Assert.Single(app.Log.Lines, line => line.StartsWith("Warning 4102", StringComparison.Ordinal));
        Assert.Contains("for 1 recipients and not for 1", line, StringComparison.Ordinal);
        Assert.DoesNotContain('@', line);
    }

    [Fact]
    public async Task NotifyAsync_OneRecipientLater_IsTriedAgainAlone()
    {
        await using var server = new SmtpServer
        {
            Recipient = (address, connection) => address == "late@example.com" && connection == 1 ? "451 greylisted" : "250 ok",
        };
        await using var app = EmailApp.For(server, options => options.Recipients.Add("late@example.com"));

        await app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None);

        Assert.Equal([["team@example.com"], ["late@example.com"]], server.Mails.Select(mail => mail.Recipients));
    }

    [Fact]
    public async Task NotifyAsync_EveryRecipientGone_Fails()
    {
        await using var server = new SmtpServer { Recipient = (_, _) => "550 nobody here" };
        await using var app = EmailApp.For(server, options => options.Recipients.Add("gone@example.com"));

        var exception = await Assert.ThrowsAsync<CrisisEmailException>(() => app.Notifier.NotifyAsync(EmailApp.Notice(), CancellationToken.None).AsTask());

        Assert.Equal(550, exception.StatusCode);
        Assert.Equal(1, server.Connections);
    }

    private static string? Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return null;
    }

    private static void WithPassword(CrisisEmailOptions options)
    {
        options.UserName = "care";
        options.Password = Password;
    }
}
