using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Echo;

/// <summary>The answer to a bad message. It is not counted and the socket stays open.</summary>
internal sealed record EchoError(
    [property: JsonPropertyName("type"), JsonPropertyOrder(0)] string Type,
    [property: JsonPropertyName("detail"), JsonPropertyOrder(1)] string Detail);
