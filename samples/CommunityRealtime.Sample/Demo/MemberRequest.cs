using System.Text.Json.Serialization;
using CommunityRealtime.Membership;

namespace CommunityRealtime.Sample.Demo;

internal sealed record MemberRequest(
    [property: JsonPropertyName("community_id"), JsonRequired] long CommunityId,
    [property: JsonPropertyName("user_id"), JsonRequired] long UserId,
    [property: JsonPropertyName("status"), JsonRequired] string Status)
{
    /// <summary>What is asked for; <see langword="null"/> for something that there is not.</summary>
    public CommunityMembership? Membership => Status switch
    {
        "member" => CommunityMembership.Member(),
        "banned" => CommunityMembership.Banned,
        "none" => CommunityMembership.None,
        _ => null,
    };
}
