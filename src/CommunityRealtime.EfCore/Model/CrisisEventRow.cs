using CommunityRealtime.Crisis;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A line of a crisis case's log as it is stored.</summary>
internal sealed class CrisisEventRow
{
    public required string CaseId { get; init; }

    public int Number { get; init; }

    public CrisisEventKind Kind { get; init; }

    public CrisisCaseState State { get; init; }

    /// <summary><see langword="null"/> for the chat itself, and once erased.</summary>
    public string? ActorId { get; set; }

    /// <summary><see langword="null"/> without one, and once erased.</summary>
    public string? ProtectedReason { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long At { get; init; }

    public static CrisisEventRow From(CrisisEvent added, string caseId, int number) => new()
    {
        CaseId = caseId,
        Number = number,
        Kind = added.Kind,
        State = added.State,
        ActorId = added.Actor?.Value,
        ProtectedReason = added.ProtectedReason,
        At = added.At.ToUnixTimeMilliseconds(),
    };

    public CrisisEvent ToEvent() => new()
    {
        Kind = Kind,
        State = State,
        Actor = ActorId is null ? null : new UserId(ActorId),
        ProtectedReason = ProtectedReason,
        At = DateTimeOffset.FromUnixTimeMilliseconds(At),
        Number = Number,
    };
}
