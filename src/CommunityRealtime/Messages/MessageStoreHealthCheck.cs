using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Messages;

/// <summary>The health check <c>community_chat</c>: whether a message could be stored just now.</summary>
/// <remarks>One instance serves the whole process. What it says holds no text, no id, and no message of a foreign exception.</remarks>
internal sealed class MessageStoreHealthCheck(IMessageStore store, TimeProvider time) : IHealthCheck
{
    public const string Name = "community_chat";

    /// <summary>What hosts commonly ask for to learn whether a server can take requests.</summary>
    public const string Tag = "ready";

    /// <summary>How long a check may take.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>Health is often open to anyone, and nobody should be able to keep the database busy with it.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task? _probe;
    private long _startedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await CurrentProbe().WaitAsync(MaxWait, time, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy("Messages can be stored.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(context.Registration.FailureStatus, $"Messages cannot be stored just now: {ExceptionTypes.Of(exception)}.");
        }
    }

    /// <summary>The probe that is under way, the last one while it is new, or else another one.</summary>
    private Task CurrentProbe()
    {
        lock (_lock)
        {
            if (_probe is null || (_probe.IsCompleted && time.GetElapsedTime(_startedAt) >= MinInterval))
            {
                _startedAt = time.GetTimestamp();
                _probe = LateFailures.Observe(Task.Run(ProbeAsync));
            }

            return _probe;
        }
    }

    private async Task ProbeAsync()
    {
        using var timeout = new CancellationTokenSource(MaxWait, time);
        await store.ProbeAsync(timeout.Token).ConfigureAwait(false);
    }
}
