using System.Threading.Channels;

namespace CommunityRealtime.Safety;

/// <summary>One safety service in the shadow: its judgements are compared and counted, and nobody waits for them.</summary>
internal sealed class ShadowSafetyService(ISafetyService service, ShadowSafetyServiceOptions options, SafetyMetrics metrics, TimeProvider time)
{
    private readonly Channel<(SafetyRequest Request, SafetyVerdict Verdict)> _waiting =
        Channel.CreateBounded<(SafetyRequest Request, SafetyVerdict Verdict)>(options.MaxWaiting);

    /// <summary>Takes a text and what the chat decided, unless too many wait.</summary>
    public void Offer(SafetyRequest request, SafetyVerdict verdict)
    {
        if (!_waiting.Writer.TryWrite((request, verdict)))
        {
            metrics.Missed(options.Name, "queue_full");
        }
    }

    /// <summary>Judges what waits until it is stopped; texts that wait then are forgotten.</summary>
    public Task RunAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.MaxConcurrentChecks).Select(_ => JudgeAllAsync(stoppingToken)));

    private async Task JudgeAllAsync(CancellationToken stoppingToken)
    {
        await foreach (var (request, verdict) in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await JudgeAsync(request, verdict, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task JudgeAsync(SafetyRequest request, SafetyVerdict verdict, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(options.TimeBudget, time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        var call = SafetyJudgements.AskAsync(service, request, budget.Token);
        try
        {
            var assessment = await call.WaitAsync(budget.Token).ConfigureAwait(false);
            metrics.Compared(options.Name, verdict, assessment.Verdict);
        }
        catch (Exception)
        {
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            metrics.Missed(options.Name, timeout.IsCancellationRequested ? "timeout" : "failed");

            // A call that ignores its token keeps its place, or else more and more of them would pile up.
            await Task.WhenAny(call).WaitAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
