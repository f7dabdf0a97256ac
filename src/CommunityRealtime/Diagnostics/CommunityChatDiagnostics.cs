namespace CommunityRealtime.Diagnostics;

/// <summary>
/// The names under which the chat can be watched, for OpenTelemetry's <c>AddMeter</c> and <c>AddSource</c> or for <c>dotnet-counters</c>.
/// Nothing under them holds a token, a text, a user or the author of an anonymous message. docs/OPERATIONS.md lists what they tell.
/// </summary>
public static class CommunityChatDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "CommunityRealtime";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: one trace for each message, linked to the request of its connection.</summary>
    public const string ActivitySourceName = "CommunityRealtime";
}
