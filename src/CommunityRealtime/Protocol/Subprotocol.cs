using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CommunityRealtime.Protocol;

/// <summary>What a client asks for in <c>Sec-WebSocket-Protocol</c> (RFC 6455, section 11.3.4).</summary>
internal static class Subprotocol
{
    /// <summary>The name of <see cref="ChatProfile.V1"/>, and the only thing that is ever answered.</summary>
    public const string V1 = "community-chat.v1";

    private const string BearerPrefix = "bearer.";

    /// <summary>The profile of a connection. Names are exact, and their place in the list says nothing.</summary>
    public static ChatProfile Select(HttpRequest handshake) => Select(Offers(handshake));

    /// <summary>The token beside <see cref="V1"/>.</summary>
    /// <returns>
    /// The token; <see langword="null"/> when there is none. Two of them are no token: which one was meant is not ours to guess.
    /// </returns>
    public static string? FindToken(HttpRequest handshake)
    {
        var offered = Offers(handshake);
        if (Select(offered) != ChatProfile.V1)
        {
            return null;
        }

        var tokens = offered.Where(item => item.StartsWith(BearerPrefix, StringComparison.Ordinal)).Select(item => item[BearerPrefix.Length..]).ToArray();
        return tokens.Length == 0 ? null : string.Join(',', tokens);
    }

    private static ChatProfile Select(string[] offered) => offered.Contains(V1, StringComparer.Ordinal) ? ChatProfile.V1 : ChatProfile.Plain;

    private static string[] Offers(HttpRequest handshake) => handshake.Headers.GetCommaSeparatedValues(HeaderNames.SecWebSocketProtocol);
}
