using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Demo;

internal sealed record TokenRequest([property: JsonPropertyName("user_id"), JsonRequired] long UserId);
