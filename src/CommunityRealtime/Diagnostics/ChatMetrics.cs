using System.Diagnostics.Metrics;

namespace CommunityRealtime.Diagnostics;

/// <summary>
/// The chat's measurements: meter <c>CommunityRealtime</c>, for OpenTelemetry or <c>dotnet-counters</c>. Counts and durations only, with no
/// id in any tag.
/// </summary>
/// <remarks>Measured for each connection, message and pass, never for each delivery: a room of ten thousand costs what a room of ten does.</remarks>
internal sealed class ChatMetrics
{
    public const string MeterName = "CommunityRealtime";

    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _events;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _unreadable;
    private readonly Histogram<double> _pass;

    public ChatMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>(
            "communityrealtime.connections", "{connection}", "Open connections of members.");
        _closed = meter.CreateCounter<long>(
            "communityrealtime.connections.closed", "{connection}", "Connections for which the server sent a close frame, by its code.");
        _refused = meter.CreateCounter<long>(
            "communityrealtime.connections.refused", "{connection}", "Connections for which there was no place, by the limit: server, address or user.");
        _slow = meter.CreateCounter<long>(
            "communityrealtime.slow_consumers", "{connection}", "Connections that were closed because their clients fell too far behind.");
        _events = meter.CreateCounter<long>(
            "communityrealtime.events", "{event}", "Events that rooms of this server were given to hand out.");
        _deliveries = meter.CreateCounter<long>(
            "communityrealtime.deliveries", "{delivery}", "Events times the connections that they were handed to.");
        _unreadable = meter.CreateCounter<long>(
            "communityrealtime.backplane.unreadable", "{message}", "Messages on the backplane that are not from a server with the same keys.");
        _pass = meter.CreateHistogram<double>(
            "communityrealtime.pass.duration",
            "s",
            "How long one pass over up to 1,024 members of a room took.",
            advice: new() { HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] });
    }

    /// <summary>Whether anybody listens to the duration of passes: a clock is read only then.</summary>
    public bool MeasuresPasses => _pass.Enabled;

    public void ConnectionOpened() => _connections.Add(1);

    public void ConnectionEnded() => _connections.Add(-1);

    public void ConnectionClosed(int code) => _closed.Add(1, new KeyValuePair<string, object?>("code", code));

    public void ConnectionRefused(string by) => _refused.Add(1, new KeyValuePair<string, object?>("limit", by));

    public void SlowConsumerClosed() => _slow.Add(1);

    public void EventHandedOut(int connections)
    {
        _events.Add(1);
        _deliveries.Add(connections);
    }

    public void UnreadableEnvelope() => _unreadable.Add(1);

    public void PassDone(TimeSpan duration) => _pass.Record(duration.TotalSeconds);
}
