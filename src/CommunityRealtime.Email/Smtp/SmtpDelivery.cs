using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CommunityRealtime.Email.Smtp;

/// <summary>
/// Sends a mail: connect → log in → send, and again to those who were told "later". A connection of its own for each attempt, for notices are rare and a
/// kept one might be dead without showing it.
/// </summary>
internal sealed class SmtpDelivery(CrisisEmailOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly int _port = options.Port ?? options.Security switch
    {
        CrisisEmailSecurity.Tls => 465,
        CrisisEmailSecurity.None => 25,
        _ => 587,
    };

    private readonly SecureSocketOptions _security = options.Security switch
    {
        CrisisEmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        CrisisEmailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    /// <exception cref="OperationCanceledException">The caller ended the attempt before anybody's mail was taken.</exception>
    public async Task<SmtpResult> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var all = message.To.Mailboxes.ToList();
        var mail = new Mail(message, all);
        SmtpFailure? failure = null;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                failure = await AttemptAsync(mail, began, either.Token).ConfigureAwait(false);
                if (mail.Open.Count == 0 || attempt == options.Retries || failure is { IsPassing: false })
                {
                    break;
                }

                await Task.Delay(FirstPause * (attempt + 1), time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (mail.Taken > 0 || !cancellationToken.IsCancellationRequested)
        {
            failure ??= SmtpFailure.OutOfTime;
        }

        return new(mail.Taken, all.Count - mail.Taken, failure);
    }

    /// <returns>Why the server did not take it for all who were open; <see langword="null"/> when it did, or told some "never".</returns>
    private async Task<SmtpFailure?> AttemptAsync(Mail mail, long began, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        var phase = SmtpPhase.Connect;
        try
        {
            await client.ConnectAsync(options.Host, _port, _security, cancellationToken).ConfigureAwait(false);
            if (options.UserName is not null)
            {
                phase = SmtpPhase.LogIn;
                await client.AuthenticateAsync(Encoding.UTF8, options.UserName, options.Password!, cancellationToken).ConfigureAwait(false);
            }

            phase = SmtpPhase.Send;
            await client.SendAsync(mail.Message, mail.Message.From.Mailboxes.First(), mail.Open, cancellationToken).ConfigureAwait(false);
        }
        catch (NoRecipientException)
        {
            mail.Keep(client.Refused);
            return SmtpFailure.NoRecipient(client.Refused.Select(refusal => refusal.Status).FirstOrDefault(SmtpFailure.IsLater, client.Refused[0].Status));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Cut off in the middle of something, a connection may fail in another way than by saying so.
            cancellationToken.ThrowIfCancellationRequested();

            // On a busy machine the token may be late, and the client's own limit come before it.
            return time.GetElapsedTime(began) >= options.Timeout ? SmtpFailure.OutOfTime : SmtpFailure.Of(exception, phase);
        }

        mail.Taken += mail.Open.Count - client.Refused.Count;
        mail.Keep(client.Refused);
        await SayGoodbyeAsync(client).ConfigureAwait(false);
        return null;
    }

    private RecipientAwareClient CreateClient()
    {
        var roots = options.TrustedRoots;
        return new()
        {
            // The whole attempt has one limit, which is the token's; this one is only for reads that do not watch it, and must not come before.
            Timeout = (int)(2 * options.Timeout).TotalMilliseconds,

            // As in HttpClient: a list of revoked certificates that is not reached must not silence the alarm.
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => ServerTrust.IsGiven(roots, certificate, chain, errors),
        };
    }

    /// <summary>The mail is the server's by now; a failed goodbye must not send it once more.</summary>
    private async Task SayGoodbyeAsync(RecipientAwareClient client)
    {
        using var timeout = new CancellationTokenSource(GoodbyeTimeout, time);
        try
        {
            await client.DisconnectAsync(quit: true, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SmtpProtocolException or SmtpCommandException)
        {
        }
    }

    /// <summary>A mail on its way, and for whom the server has yet to take it.</summary>
    private sealed class Mail(MimeMessage message, List<MailboxAddress> open)
    {
        public MimeMessage Message { get; } = message;

        public List<MailboxAddress> Open { get; private set; } = open;

        public int Taken { get; set; }

        public void Keep(List<(MailboxAddress Recipient, int Status)> refused) =>
            Open = [.. refused.Where(refusal => SmtpFailure.IsLater(refusal.Status)).Select(refusal => refusal.Recipient)];
    }
}
