using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Whatever this process tells of itself while it is open, other than by logs: traces, measurements and exceptions, also those that were caught.</summary>
internal sealed class Sinks : IDisposable
{
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _meters;

    [ThreadStatic]
    private static bool _isTelling;

    public Sinks()
    {
        _traces = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_traces);
        _meters = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _meters.SetMeasurementEventCallback<byte>(Tell);
        _meters.SetMeasurementEventCallback<int>(Tell);
        _meters.SetMeasurementEventCallback<long>(Tell);
        _meters.SetMeasurementEventCallback<double>(Tell);
        _meters.Start();
        AppDomain.CurrentDomain.FirstChanceException += Tell;
    }

    /// <summary>The traces that have ended.</summary>
    public IReadOnlyCollection<Activity> Activities => _activities;

    /// <summary>Everything that was told, as lines.</summary>
    public IReadOnlyList<string> Read()
    {
        _meters.RecordObservableInstruments();
        return [.. _told, .. _activities.Select(Text)];
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Tell;
        _traces.Dispose();
        _meters.Dispose();
    }

    private static string Text(Activity activity)
    {
        var text = new StringBuilder($"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        foreach (var (name, value) in activity.TagObjects.Concat(activity.Links.SelectMany(link => link.Tags ?? [])).Concat(activity.Events.SelectMany(e => e.Tags)))
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }

        return text.Append(' ').AppendJoin(' ', activity.Events.Select(e => e.Name)).Append(' ').AppendJoin(' ', activity.Baggage).ToString();
    }

    private void Tell(object? sender, FirstChanceExceptionEventArgs args)
    {
        // Telling an exception may throw another one.
        if (!_isTelling)
        {
            _isTelling = true;
            _told.Enqueue(args.Exception.ToString());
            _isTelling = false;
        }
    }

    private void Tell<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct
    {
        var text = new StringBuilder($"{instrument.Meter.Name} {instrument.Name}");
        foreach (var (name, tag) in tags)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={tag}");
        }

        _told.Enqueue(text.ToString());
    }
}
