using System.Security.Cryptography.X509Certificates;
using CommunityRealtime.Email.Text;

namespace CommunityRealtime.Email;

/// <summary>Who is written to about crisis cases, in which words, and over which mail server. Read once at start-up; every mistake is reported there.</summary>
public sealed class CrisisEmailOptions
{
    /// <summary>The mail server's host name or IP address, without port. Its certificate must be valid for it. Needed.</summary>
    public string Host { get; set; } = string.Empty;

    /// <summary>The port, 1 to 65535. Default <see langword="null"/>: 587 with STARTTLS, 465 with TLS, 25 without encryption.</summary>
    public int? Port { get; set; }

    /// <summary>How the connection is encrypted. Default <see cref="CrisisEmailSecurity.StartTls"/>.</summary>
    public CrisisEmailSecurity Security { get; set; }

    /// <summary>
    /// Certificates of authorities, or of the server itself, that are trusted besides those of the system: for a mail server with a certificate of the
    /// organisation's own. The host name must match all the same. Default empty.
    /// </summary>
    public X509Certificate2Collection TrustedRoots { get; } = [];

    /// <summary>The user name; <see langword="null"/>, the default, for a server that asks for none. Needs <see cref="Password"/> and encryption.</summary>
    public string? UserName { get; set; }

    /// <summary>The password that belongs to <see cref="UserName"/>. Neither logged nor part of an exception.</summary>
    public string? Password { get; set; }

    /// <summary>The sender, such as <c>Care &lt;care@example.com&gt;</c>. Needed. Its domain is part of every <c>Message-ID</c>, so it should stay.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>Whom a notice goes to that fits no route: 1 to 100 addresses. Needed, or a notice might reach nobody. All see each other's address.</summary>
    public IList<string> Recipients { get; } = [];

    /// <summary>Other recipients for some notices; the first route that fits is used, so the narrower belong before the wider. Default empty; at most 1,000.</summary>
    public IList<CrisisEmailRoute> Routes { get; } = [];

    /// <summary>
    /// The page where a therapist reads the case: an absolute <c>http</c> or <c>https</c> URL with <c>{case_id}</c> in it, such as
    /// <c>https://care.example.com/cases/{case_id}</c>. Default <see langword="null"/>: mails have no link.
    /// </summary>
    public string? CaseLink { get; set; }

    /// <summary>The language of mails, a key of <see cref="Templates"/> or a narrower tag such as <c>de-AT</c>. Default <c>en</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>The words by language tag, in any case. At first <c>en</c>, <c>es</c>, <c>fr</c>, <c>de</c> and <c>pt</c>; change them or add others.</summary>
    public IDictionary<string, CrisisEmailTemplate> Templates { get; } = DefaultTemplates.Create();

    /// <summary>How often the mail is tried again at once when the server was not reached or said "later". Default 2; 0 to 5.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>
    /// How long all attempts for one notice may take together. Default 9 seconds, a little less than the chat gives a notifier; 50 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(9);
}
