using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace CommunityRealtime.Webhooks.Http;

/// <summary>Makes what sends to one receiver. It is no client of the app's <c>IHttpClientFactory</c>, so that nothing added to those can follow, proxy or log a webhook.</summary>
internal static class WebhookClient
{
    private const int MaxResponseBytes = 16 * 1024;
    private const int MaxResponseHeadersKilobytes = 16;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    public static HttpMessageInvoker Create(CrisisWebhookOptions options, TimeProvider time) =>
        new(new ResilienceHandler(Pipeline(options, time)) { InnerHandler = Handler(options) });

    /// <summary>No redirects, cookies, proxy (it would resolve names itself) or trace headers; bodies of answers are not read beyond a limit.</summary>
    private static SocketsHttpHandler Handler(CrisisWebhookOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectCallback = new ConnectGuard(options.Url!.Scheme == Uri.UriSchemeHttps, options.AllowPrivateNetwork).ConnectAsync,
        ConnectTimeout = options.Timeout,
        MaxResponseHeadersLength = MaxResponseHeadersKilobytes,
        MaxResponseDrainSize = MaxResponseBytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(CrisisWebhookOptions options, TimeProvider time)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddTimeout(options.Timeout);
        if (options.Retries > 0)
        {
            // What a receiver asks for in Retry-After is longer than one attempt at a notice may take; the notice comes again later.
            pipeline.AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = options.Retries, Delay = RetryDelay, ShouldRetryAfterHeader = false });
        }

        return pipeline
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.9,
                MinimumThroughput = 30,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }
}
