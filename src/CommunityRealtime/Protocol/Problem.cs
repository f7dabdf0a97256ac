using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Protocol;

/// <summary>Writes problem details (RFC 9457). They name what is wrong and never repeat the input.</summary>
internal static class Problem
{
    /// <param name="http">The request to answer.</param>
    /// <param name="statusCode">The status.</param>
    /// <param name="detail">A sentence for people.</param>
    /// <param name="code">A stable word for programs, where there is one.</param>
    public static Task WriteAsync(HttpContext http, int statusCode, string detail, string? code = null)
    {
        var extensions = code is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code };
        return TypedResults.Problem(detail, statusCode: statusCode, extensions: extensions).ExecuteAsync(http);
    }
}
