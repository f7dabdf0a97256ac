using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CommunityRealtime.Webhooks.Http;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CommunityRealtime.Webhooks;

/// <summary>Hands a notice to one receiver: write → sign → send, with a few short retries. Every repeat of a notice carries the same <c>webhook-id</c>.</summary>
internal sealed class CrisisWebhookNotifier(
    string name, CrisisWebhookOptions options, TimeProvider time, ILogger<CrisisWebhookNotifier> logger) : ICrisisNotifier, IDisposable
{
    private const string Channel = "webhook";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Uri _url = options.Url!;
    private readonly string[] _secrets = [.. options.Secrets];
    private readonly HttpMessageInvoker _client = WebhookClient.Create(options, time);

    public string Name { get; } = name.Length == 0 ? Channel : $"{Channel}:{name}";

    public async ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        if (await SendAsync(notice, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            logger.NoticeNotTaken(notice.Id, notice.CaseId, failure.Message);
            throw failure;
        }
    }

    public void Dispose() => _client.Dispose();

    /// <returns>Why the receiver did not take it, in own words: a foreign exception may name the receiver. <see langword="null"/> when it did.</returns>
    private async Task<CrisisWebhookException?> SendAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(notice);
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : Failure($"it answered with status {(int)response.StatusCode}", response.StatusCode);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressRefusedException)
        {
            return Failure("its address is not one that the webhook may reach");
        }
        catch (HttpRequestException exception)
        {
            return Failure($"it was not reached ({exception.HttpRequestError})");
        }
        catch (TimeoutRejectedException)
        {
            return Failure("it did not answer in time");
        }
        catch (BrokenCircuitException)
        {
            return Failure("it failed many times and is left alone for some seconds");
        }
    }

    private CrisisWebhookException Failure(string reason, HttpStatusCode? status = null) =>
        new($"The receiver of {Name} did not take the notice: {reason}.") { StatusCode = status };

    private HttpRequestMessage Request(CrisisNotice notice)
    {
        var now = time.GetUtcNow();
        var id = notice.Id.ToString();
        var body = CrisisWebhookBody.Write(notice, now);
        return new(HttpMethod.Post, _url)
        {
            Headers =
            {
                { "User-Agent", "CommunityRealtime" },
                { "webhook-id", id },
                { "webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", string.Join(' ', _secrets.Select(secret => CrisisWebhookSignature.Sign(secret, id, now, body))) },
            },
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
    }
}
