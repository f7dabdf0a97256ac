using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommunityRealtime.TestSupport;
using CommunityRealtime.Webhooks.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Webhooks.Tests;

/// <summary>What happens when a receiver is ill, slow or hostile.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public Task DisposeAsync() => _receiver.DisposeAsync().AsTask();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task NotifyAsync_ReceiverIllOnce_IsHandedOverWithTheSameId(int status)
    {
        _receiver.AnswerWith(status, 200);
        using var webhook = new Webhook(_receiver.Url);

        await webhook.SendAsync();

        Assert.Equal(2, _receiver.Requests.Count);
        Assert.Single(_receiver.Requests.Select(request => request.Id).Distinct());
        Assert.All(_receiver.Requests, request => Assert.True(request.IsSignedWith(Webhook.Secret, DateTimeOffset.UtcNow)));
        Assert.Empty(webhook.Log.Lines);
    }

    [Fact]
    public async Task NotifyAsync_ReceiverStaysIll_FailsWithTheStatusAndNothingElse()
    {
        _receiver.Answer = async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("a word of the receiver");
        };
        using var webhook = new Webhook(_receiver.Url);
        var notice = Webhook.Notice();

        var failure = await Assert.ThrowsAsync<CrisisWebhookException>(() => webhook.SendAsync(notice));

        Assert.Equal(3, _receiver.Requests.Count);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failure.StatusCode);
        Assert.Equal("The receiver of webhook:pager did not take the notice: it answered with status 503.", failure.Message);
        var line = Assert.Single(webhook.Log.Lines);
        Assert.Contains($"Notice {notice.Id} of crisis case {notice.CaseId} was not handed over. {failure.Message}", line, StringComparison.Ordinal);
        foreach (var secret in new[] { "path-token", "query-token", "127.0.0.1", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "word of the receiver" })
        {
            Assert.DoesNotContain(secret, line + failure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task NotifyAsync_ReceiverRefuses_FailsAtOnce(int status)
    {
        _receiver.AnswerWith(status);
        using var webhook = new Webhook(_receiver.Url);

        var failure = await webhook.FailAsync();

        Assert.Equal((HttpStatusCode)status, failure.StatusCode);
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task NotifyAsync_RetriesOff_AsksOnce()
    {
        _receiver.AnswerWith(500);
        using var webhook = new Webhook(_receiver.Url, options => options.Retries = 0);

        await webhook.FailAsync();

        Assert.Single(_receiver.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task NotifyAsync_RedirectIntoTheNetwork_IsNotFollowed(int status)
    {
        await using var inner = await Receiver.StartAsync();
        _receiver.Answer = context =>
        {
            context.Response.Headers.Location = inner.Url.ToString();
            return Receiver.Status(context, status);
        };
        using var webhook = new Webhook(_receiver.Url);

        var failure = await webhook.FailAsync();

        Assert.Equal((HttpStatusCode)status, failure.StatusCode);
        Assert.Single(_receiver.Requests);
        Assert.Equal(0, inner.Connections);
    }

    [Fact]
    public async Task NotifyAsync_ReceiverHangs_GivesUpInTime()
    {
        _receiver.Answer = _receiver.HangAsync;
        using var webhook = new Webhook(_receiver.Url, options => options.AttemptTimeout = TimeSpan.FromMilliseconds(200));

        var failure = await webhook.FailAsync().WaitAsync(Patience.Limit);

        Assert.Equal("The receiver of webhook:pager did not take the notice: it did not answer in time.", failure.Message);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task NotifyAsync_ReceiverHangsOnce_IsHandedOver()
    {
        var asked = 0;
        _receiver.Answer = context => Interlocked.Increment(ref asked) == 1 ? _receiver.HangAsync(context) : Receiver.Status(context, 200);
        using var webhook = new Webhook(_receiver.Url, options => options.AttemptTimeout = TimeSpan.FromSeconds(2));

        await webhook.SendAsync().WaitAsync(Patience.Limit);

        Assert.True(_receiver.Requests.Count >= 2);
    }

    [Fact]
    public async Task NotifyAsync_AllAttemptsTogetherTooSlow_GivesUpInTime()
    {
        _receiver.Answer = _receiver.HangAsync;
        using var webhook = new Webhook(_receiver.Url, options => options.Timeout = TimeSpan.FromMilliseconds(300));

        var failure = await webhook.FailAsync().WaitAsync(Patience.Limit);

        Assert.EndsWith("it did not answer in time.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_CallerStops_IsCancelled()
    {
        var asked = new TaskCompletionSource();
        _receiver.Answer = context =>
        {
            asked.TrySetResult();
            return _receiver.HangAsync(context);
        };
        using var webhook = new Webhook(_receiver.Url);
        using var stop = new CancellationTokenSource();

        var sending = webhook.SendAsync(cancellationToken: stop.Token);
        await asked.Task.WaitAsync(Patience.Limit);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task NotifyAsync_AnswerWithoutEnd_IsNotRead()
    {
        var ended = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            using var registration = context.RequestAborted.Register(ended.SetResult);
            var chunk = new byte[16 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk);
            }
        };
        using var webhook = new Webhook(_receiver.Url);

        await webhook.SendAsync().WaitAsync(Patience.Limit);

        await ended.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task NotifyAsync_NobodyListens_FailsWithoutTheAddress()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var webhook = new Webhook(new($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/"));

        var failure = await webhook.FailAsync();

        Assert.Equal("The receiver of webhook:pager did not take the notice: it was not reached (ConnectionError).", failure.Message);
        Assert.DoesNotContain("127.0.0.1", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotifyAsync_CertificateNobodyVouchesFor_IsNotTrusted()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var receiver = await Receiver.StartAsync(listen => listen.UseHttps(certificate));
        using var webhook = new Webhook(new($"https://localhost:{receiver.Port}/"));

        var failure = await webhook.FailAsync();

        Assert.Contains(nameof(HttpRequestError.SecureConnectionError), failure.Message, StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task NotifyAsync_ReceiverIllForLong_IsLeftAloneForFiveSeconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        _receiver.AnswerWith(500);
        using var webhook = new Webhook(_receiver.Url, options => options.Retries = 0, time);
        for (var attempt = 0; attempt < 30; attempt++)
        {
            await webhook.FailAsync();
        }

        var failure = await webhook.FailAsync();
        Assert.EndsWith("it failed many times and is left alone for some seconds.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(30, _receiver.Requests.Count);

        _receiver.AnswerWith(200);
        time.Advance(TimeSpan.FromSeconds(6));
        await webhook.SendAsync();
        Assert.Equal(31, _receiver.Requests.Count);
    }
}
