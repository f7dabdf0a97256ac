using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Demo;

/// <summary>A community to try the chat in.</summary>
internal sealed record DemoCommunity(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("about")] string About);
