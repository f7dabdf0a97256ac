using System.Diagnostics.Metrics;

namespace CommunityRealtime.Redis.Diagnostics;

/// <summary>What the backplane adds to the chat's meter, <c>CommunityRealtime</c>. Counts only, with no id in any tag.</summary>
internal sealed class RedisMetrics : IDisposable
{
    private const string MeterName = "CommunityRealtime";

    private readonly Meter? _own;
    private readonly Counter<long> _unsent;

    public RedisMetrics(IMeterFactory? factory = null)
    {
        var meter = factory?.Create(MeterName) ?? (_own = new Meter(MeterName));
        _unsent = meter.CreateCounter<long>(
            "communityrealtime.backplane.unsent", "{message}", "Messages that did not reach Redis, so that other servers learn of them later.");
    }

    public void MessageUnsent() => _unsent.Add(1);

    public void Dispose() => _own?.Dispose();
}
