using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>Works behind the scenes, so that no slow channel keeps an author, or another channel, waiting. At shutdown it looks once more.</summary>
internal sealed class CrisisWorker(
    CrisisClock clock,
    CrisisRetention retention,
    IEnumerable<ICrisisNotifier> notifiers,
    ICrisisCaseStore store,
    ICrisisOutbox outbox,
    CrisisSignal signal,
    CrisisMetrics metrics,
    ChatCrisisOptions options,
    TimeProvider time,
    ILogger<CrisisWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        notifiers
            .Select(notifier => new NoticeDelivery(notifier, store, outbox, signal, metrics, options, time, logger))
            .Select(delivery => RepeatAsync(delivery.DeliverAsync, options.PollInterval, isLastLookNeeded: true, stoppingToken))
            .Append(RepeatAsync(clock.CallAsync, options.PollInterval, isLastLookNeeded: false, stoppingToken))
            .Append(RepeatAsync(retention.EraseAsync, RetentionInterval, isLastLookNeeded: false, stoppingToken)));

    private async Task RepeatAsync(Func<Task<bool>> work, TimeSpan interval, bool isLastLookNeeded, CancellationToken stoppingToken)
    {
        var outage = new StoreOutage(logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            if (!await outage.TryAsync(work).ConfigureAwait(false))
            {
                await WaitAsync(next, interval, stoppingToken).ConfigureAwait(false);
            }
        }

        while (isLastLookNeeded && await outage.TryAsync(work).ConfigureAwait(false))
        {
            // What came in last is not left for the next start.
        }
    }

    private async Task WaitAsync(Task next, TimeSpan interval, CancellationToken stoppingToken)
    {
        try
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(next, Task.Delay(interval, time, ends.Token)).ConfigureAwait(false);
            await ends.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host shuts down.
        }
    }
}
