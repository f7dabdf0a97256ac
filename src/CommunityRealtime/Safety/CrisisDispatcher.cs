using System.Threading.Channels;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Calls the notifier behind the scenes, so that a slow one keeps no author waiting. At shutdown it finishes what waits.</summary>
internal sealed class CrisisDispatcher(
    ICrisisNotifier notifier, ChatSafetyOptions options, TimeProvider time, ILogger<CrisisDispatcher> logger) : BackgroundService
{
    private const int MaxWaiting = 1_024;
    private const int MaxAtOnce = 8;

    private readonly Channel<CrisisNotice> _waiting = Channel.CreateBounded<CrisisNotice>(MaxWaiting);

    /// <summary>Takes a notice of a stored case. When very many wait, it waits for room.</summary>
    public async ValueTask DispatchAsync(CrisisNotice notice)
    {
        try
        {
            await _waiting.Writer.WriteAsync(notice, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            logger.CrisisNotificationFailed(notice.CaseId, notice.Level.ToString(), notice.Community, ExceptionTypes.Of(exception));
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return ExecuteTask?.WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(CancellationToken.None),
        new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce },
        async (notice, _) => await NotifyAsync(notice).ConfigureAwait(false));

    private async ValueTask NotifyAsync(CrisisNotice notice)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.NotifyTimeout, time);
            await LateFailures.Observe(notifier.NotifyAsync(notice, timeout.Token).AsTask()).WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.CrisisNotificationFailed(notice.CaseId, notice.Level.ToString(), notice.Community, ExceptionTypes.Of(exception));
        }
    }
}
