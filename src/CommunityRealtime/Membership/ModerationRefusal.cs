using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Membership;

/// <summary>Why a moderator's action is not done.</summary>
internal sealed record ModerationRefusal(int StatusCode, string Code, string Detail)
{
    public static ModerationRefusal NotAModerator { get; } = new(StatusCodes.Status403Forbidden, "forbidden", "Only moderators of this community may do this.");

    public static ModerationRefusal NotThisUser { get; } = new(
        StatusCodes.Status403Forbidden, "forbidden", "Moderators, therapists, care leads and you yourself cannot be removed or banned here. The app can.");

    public static ModerationRefusal NoSuchMember { get; } = new(StatusCodes.Status404NotFound, "not_found", "There is no such member.");

    public static ModerationRefusal KeptByTheApp { get; } = new(StatusCodes.Status404NotFound, "not_found", "The app keeps its members itself.");

    public static ModerationRefusal IsBanned { get; } = new(StatusCodes.Status409Conflict, "conflict", "The user is banned. Lift the ban instead.");

    public static ModerationRefusal IsOpen { get; } = new(StatusCodes.Status409Conflict, "conflict", "Everybody belongs to this community. Ban the user instead.");

    public Task WriteAsync(HttpContext http) => Problem.WriteAsync(http, StatusCode, Detail, Code);
}
