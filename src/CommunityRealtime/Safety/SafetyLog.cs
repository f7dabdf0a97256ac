using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Every line about further safety services. Names of services, communities, counts and reasons; never texts or authors. Numbers are never reused.</summary>
internal static partial class SafetyLog
{
    [LoggerMessage(1451, LogLevel.Warning, "Safety service {Service} gave no judgement in community {Community} ({Reason}); policy {Policy} applies: {ExceptionTypes}.")]
    public static partial void NoJudgement(
        this ILogger logger, string service, CommunityId community, string reason, SafetyOutagePolicy policy, string exceptionTypes);

    [LoggerMessage(1452, LogLevel.Debug, "Safety service {Service} was not asked in community {Community} ({Reason}); policy {Policy} applies.")]
    public static partial void NotAsked(this ILogger logger, string service, CommunityId community, string reason, SafetyOutagePolicy policy);

    [LoggerMessage(1453, LogLevel.Error, "Safety service {Service} fails too often and is not asked for {BreakDuration}; policy {Policy} applies.")]
    public static partial void CircuitOpened(this ILogger logger, string service, TimeSpan breakDuration, SafetyOutagePolicy policy);

    [LoggerMessage(1454, LogLevel.Information, "Safety service {Service} answers again.")]
    public static partial void CircuitClosed(this ILogger logger, string service);

    [LoggerMessage(1456, LogLevel.Warning, "The helplines of these countries were last verified more than a year ago: {Regions}. Verify them and tell the chat by AddCrisisResources.")]
    public static partial void ResourcesAreOld(this ILogger logger, string regions);
}
