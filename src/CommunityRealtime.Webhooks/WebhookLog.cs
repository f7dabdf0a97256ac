using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Webhooks;

/// <summary>Every line this package logs: ids and reasons, never URLs, secrets or what a receiver said. Numbers are never reused.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(4001, LogLevel.Warning, "Notice {NoticeId} of crisis case {CaseId} was not handed over. {Reason}")]
    public static partial void NoticeNotTaken(this ILogger logger, Guid noticeId, Guid caseId, string reason);
}
