namespace CommunityRealtime.Safety;

/// <summary>Judges every text before anyone else, a log, the backplane or the history holds it.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface ISafetyService
{
    /// <summary>Judges one message of a user.</summary>
    /// <param name="request">The text and where it is meant to appear.</param>
    /// <param name="cancellationToken">Stops the wait. A text without a judgement is not shown.</param>
    /// <returns>The judgement.</returns>
    /// <remarks>When it throws, the message is not shown and its author is told to try again. An exception must not hold the text.</remarks>
    ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken);
}
