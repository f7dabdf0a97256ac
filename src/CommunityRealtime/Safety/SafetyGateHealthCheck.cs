using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Safety;

/// <summary>The health check <c>community_chat_safety</c>: whether the first safety service judges, without which no message is shown.</summary>
/// <remarks>One instance serves the whole process. An answer is kept for ten seconds: health is often open to anyone, and a service may cost money.</remarks>
internal sealed class SafetyGateHealthCheck(SafetyGate gate, TimeProvider time) : IHealthCheck
{
    public const string Name = "community_chat_safety";

    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<bool>? _probe;
    private long _startedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await CurrentProbe().WaitAsync(cancellationToken).ConfigureAwait(false)
            ? HealthCheckResult.Healthy("Messages are judged.")
            : new(context.Registration.FailureStatus, "The safety service gives no judgement just now, so no message is posted.");
    }

    /// <summary>The probe that is under way, the last one while it is new, or else another one. The gate gives it the time that a message has.</summary>
    private Task<bool> CurrentProbe()
    {
        lock (_lock)
        {
            if (_probe is null || (_probe.IsCompleted && time.GetElapsedTime(_startedAt) >= MinInterval))
            {
                _startedAt = time.GetTimestamp();
                _probe = Task.Run(() => gate.ProbeAsync().AsTask());
            }

            return _probe;
        }
    }
}
