using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A notice in the outbox. Times are Unix milliseconds.</summary>
internal sealed class CrisisNoticeRow
{
    public required string Id { get; init; }

    public required string CaseId { get; init; }

    public required string Channel { get; init; }

    public required string CommunityId { get; init; }

    public CrisisNoticeKind Kind { get; init; }

    public int Step { get; init; }

    public CrisisLevel Level { get; init; }

    public long RaisedAt { get; init; }

    public long CreatedAt { get; init; }

    public long DueAt { get; set; }

    public int Attempts { get; set; }

    public string? LeaseOwner { get; set; }

    /// <summary>0 when nobody has it.</summary>
    public long LeasedUntil { get; set; }

    /// <summary><see langword="null"/> while it waits.</summary>
    public NoticeOutcome? Outcome { get; set; }

    public long? SettledAt { get; set; }

    public static CrisisNoticeRow From(PendingNotice pending) => new()
    {
        Id = CrisisCaseRow.Key(pending.Notice.Id),
        CaseId = CrisisCaseRow.Key(pending.Notice.CaseId),
        Channel = pending.Channel,
        CommunityId = pending.Notice.Community.Value,
        Kind = pending.Notice.Kind,
        Step = pending.Notice.Step,
        Level = pending.Notice.Level,
        RaisedAt = pending.Notice.RaisedAt.ToUnixTimeMilliseconds(),
        CreatedAt = pending.CreatedAt.ToUnixTimeMilliseconds(),
        DueAt = pending.DueAt.ToUnixTimeMilliseconds(),
    };

    public PendingNotice ToPending(int attempts) => new()
    {
        Notice = new CrisisNotice
        {
            Id = Guid.ParseExact(Id, "D"),
            CaseId = Guid.ParseExact(CaseId, "D"),
            Community = new CommunityId(CommunityId),
            Kind = Kind,
            Step = Step,
            Level = Level,
            RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(RaisedAt),
        },
        Channel = Channel,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        DueAt = DateTimeOffset.FromUnixTimeMilliseconds(DueAt),
        Attempts = attempts,
    };
}
