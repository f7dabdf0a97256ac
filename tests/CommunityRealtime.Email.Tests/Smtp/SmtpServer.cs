using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace CommunityRealtime.Email.Tests.Smtp;

/// <summary>A mail server on loopback that speaks SMTP (RFC 5321), STARTTLS (RFC 3207) and AUTH PLAIN and LOGIN (RFC 4954), and fails as a test wishes.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Task _accepting;
    private int _connections;

    public SmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public X509Certificate2 Certificate { get; set; } = TestCertificates.ForLoopback;

    public bool OffersStartTls { get; set; } = true;

    public bool IsEncryptedFromTheStart { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>What a connection is greeted with, by its number from 1; <see langword="null"/> is silence.</summary>
    public Func<int, string?> Greeting { get; set; } = _ => "220 mail server of the tests";

    /// <summary>The answer to a recipient, by address and number of the connection.</summary>
    public Func<string, int, string> Recipient { get; set; } = (_, _) => "250 ok";

    /// <summary>The answer to a mail's content, by number of the connection; <see langword="null"/> ends the connection without one.</summary>
    public Func<int, string?> Content { get; set; } = _ => "250 taken";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Every line that a client sent before the connection was encrypted.</summary>
    public ConcurrentQueue<string> ReadableLines { get; } = [];

    public ConcurrentQueue<ReceivedMail> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _conversations.Add(TalkAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await new SmtpConversation(this, client.GetStream(), number).RunAsync(_end.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The client left, refused the certificate, or the test is over.
            }
        }
    }
}
