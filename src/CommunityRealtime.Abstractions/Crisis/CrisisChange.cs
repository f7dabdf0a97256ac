namespace CommunityRealtime.Crisis;

/// <summary>A change of a case, stored whole or not at all.</summary>
public sealed record CrisisChange
{
    /// <summary>The case as it is afterwards.</summary>
    public required CrisisCase Case { get; init; }

    /// <summary>What is appended to its log.</summary>
    public IReadOnlyList<CrisisEvent> Events { get; init; } = [];

    /// <summary>The notices to send.</summary>
    public IReadOnlyList<PendingNotice> Notices { get; init; } = [];

    /// <summary>Whether earlier notices that were not delivered yet are withdrawn.</summary>
    public bool WithdrawsNotices { get; init; }

    /// <summary>Whether the texts, retry keys and writers of all entries, and the actors and reasons of all events, are erased, and all notices with them.</summary>
    public bool ErasesContent { get; init; }
}
