using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>The default notifier: a log line with the case id, without text and author.</summary>
internal sealed class LoggingCrisisNotifier(ILogger<LoggingCrisisNotifier> logger) : ICrisisNotifier
{
    public string Name => "log";

    public ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        logger.CrisisCaseWaiting(notice.CaseId, notice.Level.ToString(), notice.Community, notice.Kind.ToString(), notice.Step);
        return ValueTask.CompletedTask;
    }
}
