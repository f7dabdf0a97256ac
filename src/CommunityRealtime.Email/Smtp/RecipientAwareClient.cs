using MailKit.Net.Smtp;
using MimeKit;

namespace CommunityRealtime.Email.Smtp;

/// <summary>An SMTP client for which one refused recipient does not keep the mail from the others.</summary>
internal sealed class RecipientAwareClient : SmtpClient
{
    /// <summary>Who was refused, with the server's reply code.</summary>
    public List<(MailboxAddress Recipient, int Status)> Refused { get; } = [];

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Refused.Add((mailbox, (int)response.StatusCode));

    /// <summary>Ends the attempt: without a recipient a server would only answer that the commands come in the wrong order.</summary>
    protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new NoRecipientException();
}
