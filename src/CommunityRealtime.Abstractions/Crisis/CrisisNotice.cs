using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>Tells a human that a crisis case is waiting. It holds neither the text nor the author.</summary>
public sealed class CrisisNotice
{
    /// <summary>The notice's own id. Every attempt to deliver it carries the same, so that a receiver can tell a repeat.</summary>
    public required Guid Id { get; init; }

    /// <summary>Why a human is called.</summary>
    public required CrisisNoticeKind Kind { get; init; }

    /// <summary>How many contacts were called about the case before: 0 for the first.</summary>
    public required int Step { get; init; }

    /// <summary>The case, to be read from <see cref="ICrisisCaseStore"/> by whoever may.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The community whose therapists are called.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>How near the danger is.</summary>
    public required CrisisLevel Level { get; init; }

    /// <summary>Since when the case has been waiting, UTC.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
}
