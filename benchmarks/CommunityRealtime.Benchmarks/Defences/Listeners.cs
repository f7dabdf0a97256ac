using System.Diagnostics;
using System.Diagnostics.Metrics;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Benchmarks.Defences;

/// <summary>Listens to everything that the chat tells, as an exporter does, and keeps sums alone.</summary>
internal static class Listeners
{
    private static double _sum;

    /// <summary>Listens until the process ends.</summary>
    public static void Start()
    {
        var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == CommunityChatDiagnostics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>(static (_, value, _, _) => _sum += value);
        meters.SetMeasurementEventCallback<double>(static (_, value, _, _) => _sum += value);
        meters.Start();
        ActivitySource.AddActivityListener(new()
        {
            ShouldListenTo = static source => source.Name == CommunityChatDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = static activity => _sum += activity.Duration.TotalSeconds,
        });
    }
}
