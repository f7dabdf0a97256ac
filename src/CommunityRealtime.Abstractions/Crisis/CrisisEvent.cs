namespace CommunityRealtime.Crisis;

/// <summary>A line of a case's log, which is only ever appended to.</summary>
public sealed record CrisisEvent
{
    /// <summary>What happened.</summary>
    public required CrisisEventKind Kind { get; init; }

    /// <summary>Where the case stood afterwards.</summary>
    public required CrisisCaseState State { get; init; }

    /// <summary>Who did it; <see langword="null"/> for the chat itself.</summary>
    public UserId? Actor { get; init; }

    /// <summary>Why, in the actor's words, encrypted like the texts.</summary>
    public string? ProtectedReason { get; init; }

    /// <summary>When, UTC, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its number in the log, from 1. Given by the store.</summary>
    public int Number { get; init; }

    /// <summary>Names no person and no text, so that it may be logged.</summary>
    public override string ToString() => $"Crisis event {Number} ({Kind})";
}
