using System.Net.Security;
using System.Text;

namespace CommunityRealtime.Email.Tests.Smtp;

/// <summary>One client's connection to <see cref="SmtpServer"/>.</summary>
internal sealed class SmtpConversation(SmtpServer server, Stream connection, int number)
{
    private readonly List<string> _recipients = [];
    private Stream _stream = connection;
    private bool _encrypted;
    private bool _loggedIn;
    private string _sender = string.Empty;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (server.IsEncryptedFromTheStart)
        {
            await EncryptAsync(cancellationToken);
        }

        if (server.Greeting(number) is not { } greeting)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return;
        }

        await SayAsync(greeting, cancellationToken);
        while (await ReadLineAsync(cancellationToken) is { } line && await AnswerAsync(line, cancellationToken))
        {
        }
    }

    private async Task<bool> AnswerAsync(string line, CancellationToken cancellationToken)
    {
        var word = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (word)
        {
            case "EHLO":
                await SayAsync(Capabilities(), cancellationToken);
                break;
            case "STARTTLS":
                await SayAsync("220 go ahead", cancellationToken);
                await EncryptAsync(cancellationToken);
                break;
            case "AUTH":
                await LogInAsync(line, cancellationToken);
                break;
            case "MAIL" when server.UserName is not null && !_loggedIn:
                await SayAsync("530 5.7.0 authentication required", cancellationToken);
                break;
            case "MAIL":
                _sender = Address(line);
                _recipients.Clear();
                await SayAsync("250 ok", cancellationToken);
                break;
            case "RCPT":
                var answer = server.Recipient(Address(line), number);
                if (answer[0] == '2')
                {
                    _recipients.Add(Address(line));
                }

                await SayAsync(answer, cancellationToken);
                break;
            case "DATA":
                return await TakeContentAsync(cancellationToken);
            case "QUIT":
                await SayAsync("221 bye", cancellationToken);
                return false;
            default:
                await SayAsync("250 ok", cancellationToken);
                break;
        }

        return true;
    }

    private string Capabilities()
    {
        var lines = new List<string> { "tests" };
        if (server.OffersStartTls && !_encrypted)
        {
            lines.Add("STARTTLS");
        }

        if (server.UserName is not null)
        {
            lines.Add("AUTH PLAIN LOGIN");
        }

        lines.Add("8BITMIME");
        return string.Join("\r\n", lines.Select((line, index) => $"250{(index == lines.Count - 1 ? ' ' : '-')}{line}"));
    }

    private async Task LogInAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ');
        if (words[1] == "PLAIN")
        {
            var parts = Decode(words.Length > 2 ? words[2] : await AskAsync(string.Empty, cancellationToken)).Split('\0');
            _loggedIn = parts[1] == server.UserName && parts[2] == server.Password;
        }
        else
        {
            var user = Decode(words.Length > 2 ? words[2] : await AskAsync("VXNlcm5hbWU6", cancellationToken));
            _loggedIn = user == server.UserName && Decode(await AskAsync("UGFzc3dvcmQ6", cancellationToken)) == server.Password;
        }

        await SayAsync(_loggedIn ? "235 welcome" : $"535 5.7.8 wrong password for {server.UserName}", cancellationToken);
    }

    private async Task<bool> TakeContentAsync(CancellationToken cancellationToken)
    {
        await SayAsync("354 go ahead", cancellationToken);
        var source = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line && line != ".")
        {
            source.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (server.Content(number) is not { } answer)
        {
            return false;
        }

        if (answer[0] == '2')
        {
            server.Mails.Enqueue(new(_encrypted, _loggedIn, _sender, [.. _recipients], source.ToString()));
        }

        await SayAsync(answer, cancellationToken);
        return true;
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(_stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, cancellationToken);
        _stream = encrypted;
        _encrypted = true;
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await SayAsync($"334 {question}", cancellationToken);
        return await ReadLineAsync(cancellationToken) ?? string.Empty;
    }

    private async Task SayAsync(string text, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), cancellationToken);

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
            {
                var text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                if (!_encrypted)
                {
                    server.ReadableLines.Enqueue(text);
                }

                return text;
            }

            line.Add(one[0]);
        }

        return null;
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
