using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Protocol;

/// <summary>Writes problem details (RFC 9457). They name what is wrong and never repeat the input.</summary>
internal static class Problem
{
    /// <param name="http">The request to answer.</param>
    /// <param name="statusCode">The status.</param>
    /// <param name="detail">A sentence for people.</param>
    /// <param name="code">A stable word for programs, where there is one.</param>
    /// <param name="retryAfter">When to ask again, where that is known: in the header <c>Retry-After</c> (RFC 9110, section 10.2.3) and in the body.</param>
    public static Task WriteAsync(HttpContext http, int statusCode, string detail, string? code = null, TimeSpan? retryAfter = null)
    {
        var extensions = code is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code };
        if (retryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            extensions ??= new(StringComparer.Ordinal);
            extensions["retry_after_ms"] = (long)Math.Ceiling(Math.Max(1, wait.TotalMilliseconds));
        }

        return TypedResults.Problem(detail, statusCode: statusCode, extensions: extensions).ExecuteAsync(http);
    }

    /// <summary>The user asks too fast.</summary>
    public static Task RateLimitedAsync(HttpContext http, TimeSpan retryAfter)
    {
        var error = ProtocolError.RateLimited(retryAfter);
        return WriteAsync(http, StatusCodes.Status429TooManyRequests, error.Detail, error.Code, retryAfter);
    }
}
