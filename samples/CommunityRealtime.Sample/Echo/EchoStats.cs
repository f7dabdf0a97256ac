using System.Text.Json.Serialization;

namespace CommunityRealtime.Sample.Echo;

/// <summary>What <c>/api/echo/stats</c> answers.</summary>
internal sealed record EchoStats([property: JsonPropertyName("active_connections")] int ActiveConnections);
