using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CommunityRealtime.Connections;

/// <summary>
/// Lets go of what a socket's request still holds after the handshake: headers, address and query are kilobytes for each idle member, and the
/// token in them would stay in memory as long as the socket.
/// </summary>
internal static class RequestMemory
{
    /// <summary>
    /// The server keeps what it parsed, to compare it with a next request that never comes on this connection, and tables of headers that
    /// have been read or sent.
    /// </summary>
    private static readonly string[] KeptFields =
        ["_parsedRawTarget", "_parsedQueryString", "_parsedPath", "_parsedAbsoluteRequestTarget", "MaybeUnknown"];

    private static readonly string[] UsualHeaders =
    [
        HeaderNames.Accept, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage, HeaderNames.Authorization, HeaderNames.CacheControl,
        HeaderNames.Connection, HeaderNames.Cookie, HeaderNames.Host, HeaderNames.Origin, HeaderNames.Pragma, HeaderNames.Referer,
        HeaderNames.SecWebSocketExtensions, HeaderNames.SecWebSocketKey, HeaderNames.SecWebSocketProtocol, HeaderNames.SecWebSocketVersion,
        HeaderNames.TraceParent, HeaderNames.Upgrade, HeaderNames.UserAgent,
    ];

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOf = new();

    public static void Release(HttpContext http)
    {
        // One by one: clearing alone keeps the values of usual headers for a next request.
        foreach (var name in UsualHeaders)
        {
            http.Request.Headers.Remove(name);
        }

        http.Request.Headers.Clear();
        http.Request.QueryString = QueryString.Empty;
        http.Features.Set<IQueryFeature>(null);
        if (http.Features.Get<IRouteValuesFeature>() is { } route)
        {
            // The server's own feature keeps its values when it is taken out.
            route.RouteValues = null!;
            http.Features.Set<IRouteValuesFeature>(null);
        }

        if (http.Features.Get<IHttpRequestFeature>() is { } request)
        {
            request.RawTarget = string.Empty;
            ClearKept(request);
            ClearKept(request.Headers);
        }

        // Over HTTP/2 they may still be on their way.
        if (HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IHttpResponseFeature>() is { } response)
        {
            ClearKept(response.Headers);
        }
    }

    private static void ClearKept(object by)
    {
        foreach (var field in FieldsOf.GetOrAdd(by.GetType(), FindFields))
        {
            field.SetValue(by, null);
        }
    }

    /// <summary>There is no public way to these. Where they are missing nothing breaks: the address stays until the socket ends.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A trimmed field is a missing one.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A trimmed field is a missing one.")]
    private static FieldInfo[] FindFields(Type type)
    {
        var found = new List<FieldInfo>();
        for (var at = type; at is not null; at = at.BaseType)
        {
            found.AddRange(KeptFields
                .Select(name => at.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                .Where(field => field is not null && !field.FieldType.IsValueType)!);
        }

        return [.. found];
    }
}
