using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace CommunityRealtime.Authentication;

/// <summary>
/// Takes the credentials out of a request: the <c>Authorization</c> header first, then <c>bearer.</c> beside the subprotocol of a
/// socket, then <c>ticket=</c> of a socket, then <c>token=</c> in the query. The first one that is there decides.
/// </summary>
internal sealed class CredentialsReader(ChatJwtOptions options)
{
    private const string BearerPrefix = "Bearer ";

    /// <summary>The credentials other than a ticket.</summary>
    public ChatCredentials Read(HttpContext http) => new()
    {
        Token = FromHeader(http.Request) ?? FromSubprotocol(http) ?? (options.AllowQueryToken ? FromQuery(http.Request, "token") : null),
        // Not http.User, which makes an empty principal for a request without one.
        HostUser = http.Features.Get<IHttpAuthenticationFeature>()?.User,
    };

    /// <summary>The ticket of a socket, where it is what decides; otherwise <see langword="null"/>.</summary>
    public static string? FindTicket(HttpContext http) =>
        FromQuery(http.Request, "ticket") is { } ticket && FromHeader(http.Request) is null && FromSubprotocol(http) is null ? ticket : null;

    private static string? FromHeader(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null && header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? header[BearerPrefix.Length..].Trim()
            : null;
    }

    private static string? FromSubprotocol(HttpContext http) =>
        http.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } ? Subprotocol.FindToken(http.Request) : null;

    /// <summary>Two of them in one query are no credential: which of them was meant is not ours to guess.</summary>
    private static string? FromQuery(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count == 0 ? null : values.ToString();
    }
}
