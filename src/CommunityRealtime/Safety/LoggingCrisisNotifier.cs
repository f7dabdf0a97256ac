using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>The default notifier: a log line with the case id, without text and author.</summary>
internal sealed class LoggingCrisisNotifier(ILogger<LoggingCrisisNotifier> logger) : ICrisisNotifier
{
    public ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        logger.CrisisCaseWaiting(notice.CaseId, notice.Level.ToString(), notice.Community);
        return ValueTask.CompletedTask;
    }
}
