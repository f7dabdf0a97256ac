using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.History;

/// <summary>The <c>Link</c> header of a page (RFC 8288): <c>prev</c> to older messages, <c>next</c> to newer ones.</summary>
internal static class HistoryLinks
{
    /// <summary>The header's value, or <see langword="null"/> for a page without neighbours. It never holds a token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="first">The id of its first message.</param>
    /// <param name="last">The id of its last message.</param>
    /// <param name="limit">The limit that was asked for.</param>
    public static string? For(HttpRequest request, HistoryPage page, long first, long last, int limit)
    {
        if (page.Count == 0)
        {
            return null;
        }

        var path = request.PathBase.Add(request.Path).ToUriComponent();
        var links = new List<string>(2);
        if (page.HasNewer)
        {
            links.Add(Link(path, "after", last, limit, "next"));
        }

        if (page.HasOlder)
        {
            links.Add(Link(path, "before", first, limit, "prev"));
        }

        return links.Count == 0 ? null : string.Join(", ", links);
    }

    private static string Link(string path, string parameter, long id, int limit, string relation) =>
        string.Create(CultureInfo.InvariantCulture, $"<{path}?{parameter}={id}&limit={limit}>; rel=\"{relation}\"");
}
