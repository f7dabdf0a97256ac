using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Echo;

/// <summary>The answer to a good message. The order of the fields is part of the exercise.</summary>
internal sealed record EchoReply(
    [property: JsonPropertyName("original"), JsonPropertyOrder(0)] string Original,
    [property: JsonPropertyName("echoed_at"), JsonPropertyOrder(1)] string EchoedAt,
    [property: JsonPropertyName("message_count"), JsonPropertyOrder(2)] int MessageCount);
