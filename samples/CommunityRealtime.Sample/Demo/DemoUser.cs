using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Demo;

/// <summary>Somebody to be while trying the chat.</summary>
internal sealed record DemoUser(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("about")] string About);
