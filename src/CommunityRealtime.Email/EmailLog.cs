using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Email;

/// <summary>Every line this package logs: ids, counts and reasons, never addresses, passwords or what a server said. Numbers are never reused.</summary>
internal static partial class EmailLog
{
    [LoggerMessage(4101, LogLevel.Warning, "Notice {NoticeId} of crisis case {CaseId} was not handed over. {Reason}")]
    public static partial void NoticeNotTaken(this ILogger logger, Guid noticeId, Guid caseId, string reason);

    [LoggerMessage(
        4102,
        LogLevel.Warning,
        "The mail server took notice {NoticeId} of crisis case {CaseId} for {Taken} recipients and not for {Missed}; check their addresses.")]
    public static partial void RecipientsMissed(this ILogger logger, Guid noticeId, Guid caseId, int taken, int missed);
}
