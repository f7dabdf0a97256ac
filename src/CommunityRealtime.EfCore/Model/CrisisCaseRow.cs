using CommunityRealtime.Crisis;
using CommunityRealtime.Safety;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A crisis case as it is stored. Times are Unix milliseconds.</summary>
internal sealed class CrisisCaseRow
{
    /// <summary>The case's id as text: providers disagree on how they store a <see cref="Guid"/>.</summary>
    public required string Id { get; init; }

    public required string CommunityId { get; init; }

    /// <summary><see langword="null"/> once erased.</summary>
    public string? UserId { get; set; }

    public bool IsAnonymous { get; init; }

    /// <summary>What makes an author's open case unique: 0 for the named one, 1 for the anonymous one; <see langword="null"/> once closed.</summary>
    public int? OpenSlot { get; set; }

    public CrisisLevel Level { get; set; }

    public CrisisCaseState State { get; set; }

    public long RaisedAt { get; init; }

    public long ChangedAt { get; set; }

    public string? OwnerId { get; set; }

    public long? AcknowledgedAt { get; set; }

    public long? ClosedAt { get; set; }

    public required string Schedule { get; set; }

    public int Step { get; set; }

    public long? NextCallAt { get; set; }

    public int EntryCount { get; set; }

    public int EventCount { get; set; }

    public long Version { get; set; }

    public static string Key(Guid id) => id.ToString("D");

    public static CrisisCaseRow From(CrisisCase crisisCase)
    {
        var row = new CrisisCaseRow
        {
            Id = Key(crisisCase.Id),
            CommunityId = crisisCase.Community.Value,
            IsAnonymous = crisisCase.IsAnonymous,
            RaisedAt = crisisCase.RaisedAt.ToUnixTimeMilliseconds(),
            Schedule = string.Empty,
        };
        row.Take(crisisCase);
        return row;
    }

    /// <summary>Takes over what may change; counts and version are the store's own.</summary>
    public void Take(CrisisCase changed)
    {
        UserId = changed.Author?.Value;
        OpenSlot = !changed.IsOpen ? null : changed.IsAnonymous ? 1 : 0;
        Level = changed.Level;
        State = changed.State;
        ChangedAt = changed.ChangedAt.ToUnixTimeMilliseconds();
        OwnerId = changed.Owner?.Value;
        AcknowledgedAt = changed.AcknowledgedAt?.ToUnixTimeMilliseconds();
        ClosedAt = changed.ClosedAt?.ToUnixTimeMilliseconds();
        Schedule = changed.Schedule.ToString();
        Step = changed.Step;
        NextCallAt = changed.NextCallAt?.ToUnixTimeMilliseconds();
    }

    public CrisisCase ToCase() => new()
    {
        Id = Guid.ParseExact(Id, "D"),
        Community = new CommunityId(CommunityId),
        Author = UserId is null ? null : new UserId(UserId),
        IsAnonymous = IsAnonymous,
        Level = Level,
        State = State,
        RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(RaisedAt),
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(ChangedAt),
        Owner = OwnerId is null ? null : new UserId(OwnerId),
        AcknowledgedAt = Time(AcknowledgedAt),
        ClosedAt = Time(ClosedAt),
        Schedule = CrisisSchedule.Parse(Schedule),
        Step = Step,
        NextCallAt = Time(NextCallAt),
        EntryCount = EntryCount,
        EventCount = EventCount,
        Version = Version,
    };

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
