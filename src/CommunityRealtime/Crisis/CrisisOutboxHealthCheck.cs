using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Crisis;

/// <summary>The health check <c>community_chat_crisis</c>: whether notices of crisis cases reach their channels.</summary>
/// <remarks>What it says holds counts, no ids. Answers are kept for a second, since health is often open to anyone.</remarks>
internal sealed class CrisisOutboxHealthCheck(ICrisisOutbox outbox, TimeProvider time) : IHealthCheck
{
    public const string Name = "community_chat_crisis";

    /// <summary>How long a notice may wait before a channel counts as ill.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private Answer? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var state = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return state.GivenUp > 0 ? new(context.Registration.FailureStatus, $"{state.GivenUp} notices of cases that wait for somebody were given up.")
                : state.OldestWaitingSince is { } since && time.GetUtcNow() - since > MaxAge
                    ? new(context.Registration.FailureStatus, $"{state.Waiting} notices wait, the oldest since {since:O}.")
                : HealthCheckResult.Healthy("Notices reach their channels.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(context.Registration.FailureStatus, $"The crisis cases are not reached just now: {ExceptionTypes.Of(exception)}.");
        }
    }

    private async Task<CrisisOutboxState> ReadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _last) is { } last && time.GetUtcNow() - last.At < MinInterval)
        {
            return last.State;
        }

        using var timeout = new CancellationTokenSource(MaxWait, time);
        var state = await LateFailures.Observe(outbox.ReadStateAsync(timeout.Token).AsTask()).WaitAsync(timeout.Token)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _last, new Answer(state, time.GetUtcNow()));
        return state;
    }

    private sealed record Answer(CrisisOutboxState State, DateTimeOffset At);
}
