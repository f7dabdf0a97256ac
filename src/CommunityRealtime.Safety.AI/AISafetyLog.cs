using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety.AI;

/// <summary>Every line this package logs. Reasons only; never prompts, answers or texts. Numbers are never reused.</summary>
internal static partial class AISafetyLog
{
    [LoggerMessage(3001, LogLevel.Warning, "The model was not reached: {ExceptionTypes}.")]
    public static partial void ModelNotReached(this ILogger logger, string exceptionTypes);

    [LoggerMessage(3002, LogLevel.Warning, "The model did not finish its answer: it was cut off, filtered or asked for a tool. MaxOutputTokens may be too small for it.")]
    public static partial void AnswerUnfinished(this ILogger logger);

    [LoggerMessage(3003, LogLevel.Warning, "The model's answer is none of the agreed judgements.")]
    public static partial void AnswerNotUnderstood(this ILogger logger);
}
