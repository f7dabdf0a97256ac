using CommunityRealtime.Membership;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Hosting;

/// <summary>Stands before every endpoint of the chat but the socket, and answers a user who asks too fast, before anything is looked up.</summary>
/// <remarks>Who cannot be authenticated passes: the endpoint behind says why.</remarks>
internal sealed class RequestLimit(Admission admission, RequestRateLimiter limiter)
{
    /// <summary>Puts itself before an endpoint.</summary>
    public void PutBefore(EndpointBuilder endpoint)
    {
        if (limiter.IsOn && endpoint.RequestDelegate is { } next)
        {
            endpoint.RequestDelegate = http => HandleAsync(http, next);
        }
    }

    private async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        if (await admission.IdentifyAsync(http).ConfigureAwait(false) is { } user && limiter.Take(user) is { } retryAfter)
        {
            await Problem.RateLimitedAsync(http, retryAfter).ConfigureAwait(false);
        }
        else
        {
            await next(http).ConfigureAwait(false);
        }
    }
}
