using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Diagnostics;

/// <summary>Every line the chat logs. Ids, counts and reasons; never texts, names, tokens or authors. Numbers are never reused.</summary>
internal static partial class ChatLog
{
    [LoggerMessage(1001, LogLevel.Debug, "Connection {ConnectionId} opened in community {Community}.")]
    public static partial void ConnectionOpened(this ILogger logger, string connectionId, CommunityId community);

    [LoggerMessage(1002, LogLevel.Debug, "Connection {ConnectionId} ended.")]
    public static partial void ConnectionEnded(this ILogger logger, string connectionId);

    [LoggerMessage(1003, LogLevel.Debug, "A connection to community {Community} was refused: {Reason}.")]
    public static partial void ConnectionRefused(this ILogger logger, CommunityId community, string reason);

    [LoggerMessage(1004, LogLevel.Information, "Closing slow connection {ConnectionId}: its outbound queue would pass {MaxQueuedBytes} bytes.")]
    public static partial void SlowConsumerClosed(this ILogger logger, string connectionId, int maxQueuedBytes);

    [LoggerMessage(1005, LogLevel.Error, "Connection {ConnectionId} failed and is closed: {ExceptionTypes}.")]
    public static partial void ConnectionFailed(this ILogger logger, string connectionId, string exceptionTypes);

    [LoggerMessage(1006, LogLevel.Information, "Closing connection {ConnectionId}: too many of its frames had to be refused.")]
    public static partial void FloodingClosed(this ILogger logger, string connectionId);

    [LoggerMessage(1101, LogLevel.Warning, "A token was sent, but the chat has nothing to check it with. Set CommunityChat:Jwt:SigningKey, :PublicKeyPem or :Authority, or let the app's own authentication establish the user.")]
    public static partial void NoTokenKey(this ILogger logger);

    [LoggerMessage(1102, LogLevel.Error, "The keys of the token authority were not reached: {ExceptionTypes}.")]
    public static partial void AuthorityUnavailable(this ILogger logger, string exceptionTypes);

    [LoggerMessage(1103, LogLevel.Error, "The authenticator failed: {ExceptionTypes}.")]
    public static partial void AuthenticatorFailed(this ILogger logger, string exceptionTypes);

    [LoggerMessage(1110, LogLevel.Error, "A ticket could not be given out or taken: {ExceptionTypes}.")]
    public static partial void TicketStoreUnavailable(this ILogger logger, string exceptionTypes);

    [LoggerMessage(1201, LogLevel.Error, "The members of community {Community} were not reached: {ExceptionTypes}.")]
    public static partial void MembershipUnavailable(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1202, LogLevel.Information, "Closing connection {ConnectionId}: its user does not belong to community {Community} any more ({Reason}).")]
    public static partial void MemberExpelled(this ILogger logger, string connectionId, CommunityId community, string reason);

    [LoggerMessage(1301, LogLevel.Error, "The message store was not reached for community {Community}: {ExceptionTypes}.")]
    public static partial void StoreUnavailable(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1302, LogLevel.Error, "A stored message could not be handed out in community {Community}; its members see it in history: {ExceptionTypes}.")]
    public static partial void BroadcastFailed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1303, LogLevel.Warning, "{Count} communities could not be compared with the message store: {ExceptionTypes}.")]
    public static partial void ComparisonFailed(this ILogger logger, int count, string exceptionTypes);

    [LoggerMessage(1304, LogLevel.Warning, "The history of community {Community} is not the one that its members have seen, as after a restore. Their sockets are closed; they come back and begin afresh.")]
    public static partial void HistoryLost(this ILogger logger, CommunityId community);

    [LoggerMessage(1305, LogLevel.Warning, "What came over the backplane for community {Community} is not from a server with the same Data Protection keys; {Count} such messages so far. Members get what is in the store. Servers share keys by AddDataProtection().PersistKeysTo…().SetApplicationName(…).")]
    public static partial void UnreadableEnvelope(this ILogger logger, CommunityId community, long count);

    [LoggerMessage(1306, LogLevel.Error, "The backplane did not take a message for community {Community}; other servers find it in the store: {ExceptionTypes}.")]
    public static partial void BackplaneFailed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1307, LogLevel.Error, "The shared rate limit failed in community {Community}; this server's own holds: {ExceptionTypes}.")]
    public static partial void SharedRateLimitFailed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1308, LogLevel.Warning, "The settings of community {Community} were not reached; those known last are in force: {ExceptionTypes}.")]
    public static partial void CommunitySettingsUnavailable(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1401, LogLevel.Error, "The safety service failed in community {Community}, the message was not shown: {ExceptionTypes}.")]
    public static partial void SafetyServiceFailed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1402, LogLevel.Critical, "A crisis case could not be stored for community {Community}; its author was told to try again: {ExceptionTypes}.")]
    public static partial void CrisisCaseNotStored(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(1403, LogLevel.Warning, "Crisis case {CaseId} ({Level}) is waiting in community {Community}: {Kind}, step {Step}.")]
    public static partial void CrisisCaseWaiting(this ILogger logger, Guid caseId, string level, CommunityId community, string kind, int step);

    [LoggerMessage(1404, LogLevel.Error, "The channel {Channel} did not take a notice of crisis case {CaseId} ({Level}) in community {Community}; attempt {Attempts} failed and is made again: {ExceptionTypes}.")]
    public static partial void CrisisNotificationFailed(
        this ILogger logger, Guid caseId, string level, CommunityId community, string channel, int attempts, string exceptionTypes);

    [LoggerMessage(1405, LogLevel.Critical, "A notice of crisis case {CaseId} ({Level}) in community {Community} was given up: the channel {Channel} took none of {Attempts} attempts: {ExceptionTypes}.")]
    public static partial void CrisisNoticeGivenUp(
        this ILogger logger, Guid caseId, string level, CommunityId community, string channel, int attempts, string exceptionTypes);

    [LoggerMessage(1406, LogLevel.Error, "The crisis cases were not reached; calls and notices wait until they are: {ExceptionTypes}.")]
    public static partial void CrisisStoreUnavailable(this ILogger logger, string exceptionTypes);

    [LoggerMessage(1407, LogLevel.Error, "The therapist directory failed for community {Community}; the cases go on as if somebody were on duty: {ExceptionTypes}.")]
    public static partial void TherapistDirectoryFailed(this ILogger logger, CommunityId community, string exceptionTypes);
}
