using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Membership;

/// <summary>Why a request does not get in: the close reason for a socket, the status for REST.</summary>
internal sealed record Refusal(CloseReason Close, int StatusCode, string Detail)
{
    public static Refusal TokenMissing { get; } = new(
        CloseReason.Refused("token_missing"), 401, "Send a bearer token in the Authorization header.");

    public static Refusal TokenInvalid { get; } = new(CloseReason.Refused("token_invalid"), 401, "The token is not acceptable.");

    public static Refusal TokenExpired { get; } = new(CloseReason.TokenExpired, 401, "The token has expired. Get a new one.");

    public static Refusal NotAMember { get; } = new(CloseReason.Refused("not_a_member"), 403, "You are not a member of this community.");

    public static Refusal Banned { get; } = new(CloseReason.Refused("banned"), 403, "You are banned from this community.");

    public static Refusal Unavailable { get; } = new(CloseReason.Unavailable, 503, "This could not be checked just now. Try again in a moment.");

    /// <summary>Answers a request over REST with it.</summary>
    public Task WriteAsync(HttpContext http)
    {
        if (StatusCode == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Problem.WriteAsync(http, StatusCode, Detail, Close.Word);
    }
}
