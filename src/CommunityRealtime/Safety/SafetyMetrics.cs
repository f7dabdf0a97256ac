using System.Diagnostics.Metrics;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Safety;

/// <summary>What the meter <c>CommunityRealtime</c> tells of safety services: counts by names of services and verdicts, never texts or ids.</summary>
internal sealed class SafetyMetrics
{
    private readonly Counter<long> _verdicts;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _outages;
    private readonly Counter<long> _shadow;
    private readonly Counter<long> _shadowMissed;

    public SafetyMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(CommunityChatDiagnostics.MeterName);
        _verdicts = meter.CreateCounter<long>(
            "community_chat.safety.verdicts", "{message}", "Messages that the safety gate judged, by verdict; none where there was no judgement.");
        _duration = meter.CreateHistogram(
            "community_chat.safety.duration",
            "s",
            "How long the safety gate took for one message, with every service that it asked.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5] });
        _outages = meter.CreateCounter<long>(
            "community_chat.safety.outages", "{message}", "Messages for which a further safety service gave no judgement, by service, reason and policy.");
        _shadow = meter.CreateCounter<long>(
            "community_chat.safety.shadow", "{message}", "Messages that a safety service in the shadow judged too, by service, agreement and both verdicts.");
        _shadowMissed = meter.CreateCounter<long>(
            "community_chat.safety.shadow.missed", "{message}", "Messages that a safety service in the shadow did not judge, by service and reason.");
    }

    public void Judged(SafetyVerdict? verdict, TimeSpan duration)
    {
        _verdicts.Add(1, new KeyValuePair<string, object?>("verdict", verdict is { } given ? Word(given) : "none"));
        _duration.Record(duration.TotalSeconds);
    }

    public void Outage(string service, string reason, SafetyOutagePolicy policy) => _outages.Add(
        1, new("service", service), new("reason", reason), new("policy", policy.ToString().ToLowerInvariant()));

    public void Compared(string service, SafetyVerdict verdict, SafetyVerdict shadow) => _shadow.Add(
        1, new("service", service), new("agreed", verdict == shadow), new("verdict", Word(verdict)), new("shadow_verdict", Word(shadow)));

    public void Missed(string service, string reason) => _shadowMissed.Add(1, new("service", service), new("reason", reason));

    private static string Word(SafetyVerdict verdict) => verdict switch
    {
        SafetyVerdict.Allow => "allow",
        SafetyVerdict.AllowWithSupport => "allow_with_support",
        SafetyVerdict.Hold => "hold",
        SafetyVerdict.Withhold => "withhold",
        _ => "refuse",
    };
}
