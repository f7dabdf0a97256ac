using System.Diagnostics.Metrics;

namespace CommunityRealtime.Diagnostics;

/// <summary>
/// The chat's measurements: meter <c>CommunityRealtime</c>, for OpenTelemetry or <c>dotnet-counters</c>. Counts and durations only, with no
/// id in any tag.
/// </summary>
/// <remarks>Measured for each connection, message and pass, never for each delivery: a room of ten thousand costs what a room of ten does.</remarks>
internal sealed class ChatMetrics
{
    private static readonly InstrumentAdvice<double> Latency = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _events;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _cut;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _repairs;
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _lag;
    private readonly Histogram<long> _replay;
    private readonly Histogram<double> _pass;

    public ChatMetrics(IMeterFactory factory)
    {
        var meter = _meter = factory.Create(CommunityChatDiagnostics.MeterName);
        _connections = meter.CreateUpDownCounter<long>(
            "communityrealtime.connections", "{connection}", "Open connections of members.");
        _closed = meter.CreateCounter<long>(
            "communityrealtime.connections.closed", "{connection}", "Connections for which the server sent a close frame, by its code and reason.");
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
        _cut = meter.CreateCounter<long>(
            "communityrealtime.connections.cut", "{connection}", "Connections that the server ended without a closing handshake, by reason.");
        _messages = meter.CreateCounter<long>(
            "communityrealtime.messages", "{message}", "Messages that the store was given, by what became of them: stored, duplicate, conflict or failed.");
        _append = meter.CreateHistogram(
            "communityrealtime.append.duration", "s", "How long the store took for one message, with its wait for others that are stored together.", advice: Latency);
        _replay = meter.CreateHistogram<long>(
            "communityrealtime.replay.messages",
            "{message}",
            "How many messages a connection that came back was sent.",
            advice: new() { HistogramBucketBoundaries = [0, 1, 10, 100, 1_000, 10_000, 100_000] });
        _lag = meter.CreateHistogram(
            "communityrealtime.backplane.lag",
            "s",
            "From the time of a message until another server has it, as far as the servers' clocks agree. Without anonymous messages, whose time is cut.",
            advice: Latency);
        _repairs = meter.CreateCounter<long>(
            "communityrealtime.backplane.repairs", "{message}", "Messages that were read from the store because others before them, or they themselves, did not arrive.");
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

    /// <summary>The server sends a close frame.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="reason">A word of the library's own, never what a client or a host wrote.</param>
    public void ConnectionClosed(int code, string reason) => _closed.Add(1, new("code", code), new("reason", reason));

    public void ConnectionCut(string reason) => _cut.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Tells how much waits for clients, whenever somebody asks.</summary>
    public void ObserveQueues(Func<(long Bytes, long Greatest)> read)
    {
        _meter.CreateObservableGauge("communityrealtime.queue.bytes", () => read().Bytes, "By", "What waits for the clients of this server, in all.");
        _meter.CreateObservableGauge("communityrealtime.queue.greatest", () => read().Greatest, "By", "What waits for the client that is furthest behind.");
    }

    public void MessageAppended(string outcome, TimeSpan duration)
    {
        _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _append.Record(duration.TotalSeconds);
    }

    public void Replayed(int messages) => _replay.Record(messages);

    public void BackplaneLag(TimeSpan lag) => _lag.Record(Math.Max(0, lag.TotalSeconds));

    public void BackplaneRepaired(int messages) => _repairs.Add(messages);

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
