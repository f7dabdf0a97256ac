using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Redis.Diagnostics;

/// <summary>Every line this package logs. Ids of communities, counts and reasons; never messages, users or addresses. Numbers are never reused.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(2001, LogLevel.Warning, "Redis is not reached ({Reason}). Each server goes on alone: messages of other servers come late, presence and rate limits are those of this server. It is tried again all the time.")]
    public static partial void RedisNotReached(this ILogger logger, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Redis is reached.")]
    public static partial void RedisReached(this ILogger logger);

    [LoggerMessage(2003, LogLevel.Information, "Redis carries messages on {Kind} channels.")]
    public static partial void ChannelKindFound(this ILogger logger, string kind);

    [LoggerMessage(2004, LogLevel.Debug, "The subscription to community {Community} is in force.")]
    public static partial void Subscribed(this ILogger logger, CommunityId community);

    [LoggerMessage(2005, LogLevel.Debug, "The subscription to community {Community} did not come into force and is tried again: {ExceptionTypes}.")]
    public static partial void NotSubscribed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(2006, LogLevel.Error, "A subscriber of community {Community} failed: {ExceptionTypes}.")]
    public static partial void SubscriberFailed(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(2007, LogLevel.Information, "A message of {Bytes} bytes in community {Community} was dropped; at most {MaxBytes} are carried.")]
    public static partial void MessageTooLarge(this ILogger logger, CommunityId community, long bytes, int maxBytes);

    [LoggerMessage(2008, LogLevel.Debug, "A message in community {Community} did not reach Redis: {Reason}.")]
    public static partial void MessageUnsent(this ILogger logger, CommunityId community, string reason);

    [LoggerMessage(2009, LogLevel.Warning, "Presence of {Communities} communities was not written and is tried again: {ExceptionTypes}.")]
    public static partial void PresenceNotWritten(this ILogger logger, int communities, string exceptionTypes);

    [LoggerMessage(2010, LogLevel.Debug, "The list of community {Community} is that of this server alone: {ExceptionTypes}.")]
    public static partial void PresenceNotRead(this ILogger logger, CommunityId community, string exceptionTypes);

    [LoggerMessage(2011, LogLevel.Warning, "The shared rate limit was not asked ({ExceptionTypes}); for the next {Pause} the limit of this server alone holds.")]
    public static partial void RateLimitNotAsked(this ILogger logger, string exceptionTypes, TimeSpan pause);

    [LoggerMessage(2012, LogLevel.Debug, "The subscription to community {Community} was given up without an answer from Redis: {ExceptionTypes}.")]
    public static partial void NotUnsubscribed(this ILogger logger, CommunityId community, string exceptionTypes);
}
