namespace CommunityRealtime.Crisis;

/// <summary>Which cases to read. Every condition that is given must hold.</summary>
public sealed record CrisisQuery
{
    /// <summary>The largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 500;

    /// <summary>Of this community.</summary>
    public CommunityId? Community { get; init; }

    /// <summary>Of this author.</summary>
    public UserId? Author { get; init; }

    /// <summary>Open, or closed.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>Waiting for somebody to acknowledge it, or not (<see cref="CrisisCase.IsWaiting"/>).</summary>
    public bool? IsWaiting { get; init; }

    /// <summary>Somebody is to be called at this time or before.</summary>
    public DateTimeOffset? CallDueBy { get; init; }

    /// <summary>Changed at this time or later.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Closed at this time or before, and not erased yet.</summary>
    public DateTimeOffset? ClosedBy { get; init; }

    /// <summary>How many at most, the longest raised first. Default and at most <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;

    /// <summary>Names no person, so that it may be logged.</summary>
    public override string ToString() => $"Crisis cases, {Limit} at most";
}
