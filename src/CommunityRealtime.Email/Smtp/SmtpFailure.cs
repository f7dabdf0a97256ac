using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CommunityRealtime.Email.Smtp;

/// <summary>Why a mail was not taken, in own words: a foreign exception may repeat what the server said, and that may hold an address.</summary>
/// <param name="Reason">Part of a sentence.</param>
/// <param name="Status">The server's reply code, if it came to one.</param>
/// <param name="IsPassing">Whether the same may work a moment later.</param>
internal sealed record SmtpFailure(string Reason, int? Status = null, bool IsPassing = false)
{
    public static SmtpFailure OutOfTime { get; } = new("it did not answer in time");

    public static SmtpFailure NoRecipient(int status) => new(
        string.Create(CultureInfo.InvariantCulture, $"it accepts none of the recipients (status {status})"), status, IsLater(status));

    public static SmtpFailure Of(Exception exception, SmtpPhase phase) => exception switch
    {
        SslHandshakeException => new("TLS failed; its certificate must be trusted and valid for the host name in the settings"),
        NotSupportedException when phase == SmtpPhase.Connect => new("it offers no STARTTLS, without which nothing is sent"),
        AuthenticationException or NotSupportedException when phase == SmtpPhase.LogIn => new("it did not accept the user name and password"),
        ServiceNotAuthenticatedException => new("it asks for a user name and password"),
        SmtpCommandException command => Answered((int)command.StatusCode, phase),
        SmtpProtocolException or IOException or SocketException or TimeoutException => new($"it was not reached, or the connection was lost ({Doing(phase)})", IsPassing: true),
        _ => new($"the attempt failed with {exception.GetType().Name} ({Doing(phase)})"),
    };

    public static bool IsLater(int status) => status is >= 400 and < 500;

    private static SmtpFailure Answered(int status, SmtpPhase phase) => new(
        string.Create(CultureInfo.InvariantCulture, $"it answered with status {status} ({Doing(phase)})"), status, IsLater(status));

    private static string Doing(SmtpPhase phase) => phase switch
    {
        SmtpPhase.Connect => "while connecting",
        SmtpPhase.LogIn => "while logging in",
        _ => "while sending",
    };
}
