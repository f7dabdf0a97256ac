using System.Diagnostics;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Asks the safety services, each within its time budget. A text without a judgement is not shown.</summary>
internal sealed class SafetyGate(
    ISafetyService service,
    FurtherSafetyServices further,
    ShadowSafetyServices shadows,
    RecentTexts recent,
    ChatSafetyOptions options,
    SafetyMetrics metrics,
    TimeProvider time,
    ILogger<SafetyGate> logger)
{
    /// <summary>Judges a text.</summary>
    /// <returns>The judgement; <see langword="null"/> when there is none, because a service failed or took too long and its policy is to show nothing then.</returns>
    public async ValueTask<SafetyAssessment?> AssessAsync(CommunityId community, UserId author, string text)
    {
        var began = Stopwatch.GetTimestamp();
        using var step = ChatTracing.StartStep("safety");
        var request = new SafetyRequest { Text = text, Community = community, Recent = recent.Of(community, author) };
        var assessment = await AskFirstAsync(request).ConfigureAwait(false);
        if (further.Any && assessment is { Verdict: < SafetyVerdict.Withhold })
        {
            assessment = await further.AssessAsync(request, assessment).ConfigureAwait(false);
        }

        metrics.Judged(assessment?.Verdict, Stopwatch.GetElapsedTime(began));
        if (assessment is not null)
        {
            shadows.Offer(request, assessment.Verdict);
        }

        if (assessment is { Allowed: true })
        {
            recent.Add(community, author, text);
        }

        return assessment;
    }

    /// <summary>Judges a name that others would see. It stands alone: no earlier messages, and nobody is told of it.</summary>
    /// <returns>The judgement; <see langword="null"/> when there is none.</returns>
    public async ValueTask<SafetyAssessment?> AssessNameAsync(CommunityId community, string name)
    {
        var request = new SafetyRequest { Text = name, Community = community };
        var assessment = await AskFirstAsync(request).ConfigureAwait(false);
        return further.Any && assessment is { Verdict: < SafetyVerdict.Withhold }
            ? await further.AssessAsync(request, assessment).ConfigureAwait(false)
            : assessment;
    }

    /// <summary>Asks the first service to judge a harmless word.</summary>
    /// <returns>Whether it gave a judgement in time.</returns>
    public async ValueTask<bool> ProbeAsync() => await AskFirstAsync(new() { Text = "Hello", Community = new(1) }, isProbe: true).ConfigureAwait(false) is not null;

    /// <summary>Asks the first service, which never fails open.</summary>
    private async ValueTask<SafetyAssessment?> AskFirstAsync(SafetyRequest request, bool isProbe = false)
    {
        try
        {
            using var budget = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            var pending = service.AssessUserMessageAsync(request, budget.Token);
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
            if (!isProbe)
            {
                logger.SafetyServiceFailed(request.Community, ExceptionTypes.Of(exception));
            }

            return null;
        }
    }
}
