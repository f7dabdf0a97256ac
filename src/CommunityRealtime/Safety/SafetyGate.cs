using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Asks the safety service, within its time budget. A text without a judgement is not shown.</summary>
internal sealed class SafetyGate(ISafetyService service, ChatSafetyOptions options, TimeProvider time, ILogger<SafetyGate> logger)
{
    /// <summary>Judges a text.</summary>
    /// <returns>The judgement; <see langword="null"/> when there is none, because the service failed or took too long.</returns>
    public async ValueTask<SafetyAssessment?> AssessAsync(CommunityId community, string text)
    {
        try
        {
            using var budget = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            var pending = service.AssessUserMessageAsync(new SafetyRequest { Text = text, Community = community }, budget.Token);
            if (pending.IsCompletedSuccessfully)
            {
                // The usual case, which needs no timer.
                return pending.Result;
            }

            // A service that ignores its token is left behind: its late verdict is dropped with the task.
            budget.CancelAfter(options.TimeBudget);
            return await LateFailures.Observe(pending.AsTask()).WaitAsync(budget.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.SafetyServiceFailed(community, ExceptionTypes.Of(exception));
            return null;
        }
    }
}
