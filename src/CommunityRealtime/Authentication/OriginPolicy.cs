using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Authentication;

/// <summary>
/// Decides which pages may open a socket (CWE-1385): those of the app's own origin and of the configured ones. A client that
/// is no browser sends no <c>Origin</c> and is judged by its token alone.
/// </summary>
internal sealed class OriginPolicy(IEnumerable<string> allowedOrigins)
{
    public const string Any = "*";

    private readonly HashSet<string> _allowed = new(allowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public bool IsAllowed(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || _allowed.Contains(Any)
            || (origins is [{ } origin] && (_allowed.Contains(origin) || IsSameOrigin(origin, request)));
    }

    private static bool IsSameOrigin(string origin, HttpRequest request)
    {
        // Over HTTP/2 the scheme of an extended CONNECT is http or https as well (RFC 8441, section 4).
        var own = $"{request.Scheme}://{request.Host.Value}";
        return string.Equals(origin, own, StringComparison.OrdinalIgnoreCase);
    }
}
