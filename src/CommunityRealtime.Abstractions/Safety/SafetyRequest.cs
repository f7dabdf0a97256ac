namespace CommunityRealtime.Safety;

/// <summary>A text to be judged before anyone else sees it.</summary>
/// <remarks>It holds no identity: who wrote the text is nothing a safety service needs to know.</remarks>
public sealed class SafetyRequest
{
    /// <summary>The text, already validated.</summary>
    public required string Text { get; init; }

    /// <summary>The community it is meant for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>
    /// What the same author wrote in the community within the last minute and was shown, oldest first: a sentence may be split over
    /// several messages. Empty by default.
    /// </summary>
    public IReadOnlyList<string> Recent { get; init; } = [];
}
