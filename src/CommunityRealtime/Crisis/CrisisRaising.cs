namespace CommunityRealtime.Crisis;

/// <summary>What a withheld message does to its author's case. Pure.</summary>
internal static class CrisisRaising
{
    /// <summary>Opens a case for a message, or adds it to the open one.</summary>
    /// <param name="open">The author's open case, if there is one.</param>
    /// <param name="id">The id of the new case, if there is none.</param>
    /// <param name="entry">The message.</param>
    /// <param name="policy">The clocks and channels.</param>
    /// <param name="isNobodyOnDuty">Whether it is known that nobody can be called.</param>
    public static CrisisChange Raise(CrisisCase? open, Guid id, CrisisEntry entry, CrisisPolicy policy, bool isNobodyOnDuty)
    {
        if (open is null)
        {
            return Open(id, entry, policy, isNobodyOnDuty);
        }

        return entry.Level > open.Level ? RaiseLevel(open, entry, policy, isNobodyOnDuty) : Join(open, entry.WrittenAt);
    }

    /// <summary>A further message calls nobody, for the case's clock runs already; but its owner must not overlook it.</summary>
    public static CrisisChange Join(CrisisCase open, DateTimeOffset now)
    {
        var next = open is { IsWaiting: false, NextCallAt: null, Schedule.OwnerSilence: { } silence } ? now + silence : open.NextCallAt;
        return new CrisisChange
        {
            Case = open with { ChangedAt = now, NextCallAt = next },
            Events = [new() { Kind = CrisisEventKind.MessageAdded, State = open.State, At = now }],
        };
    }

    private static CrisisChange Open(Guid id, CrisisEntry entry, CrisisPolicy policy, bool isNobodyOnDuty)
    {
        var now = entry.WrittenAt;
        var opened = CrisisCalls.Begin(
            new CrisisCase
            {
                Id = id,
                Community = entry.Community,
                Author = entry.Writer,
                IsAnonymous = entry.IsAnonymous,
                Level = entry.Level,
                State = CrisisCaseState.Raised,
                RaisedAt = now,
                ChangedAt = now,
                Schedule = policy.For(entry.Level),
            },
            now);
        return CrisisCalls.WithCall(opened, CrisisNoticeKind.Raised, [Event(CrisisEventKind.Raised)], policy, isNobodyOnDuty, now);

        CrisisEvent Event(CrisisEventKind kind) => new() { Kind = kind, State = CrisisCaseState.Raised, At = now };
    }

    /// <summary>A higher level starts its own clock. Who owns the case is called too.</summary>
    private static CrisisChange RaiseLevel(CrisisCase open, CrisisEntry entry, CrisisPolicy policy, bool isNobodyOnDuty)
    {
        var now = entry.WrittenAt;
        var raised = CrisisCalls.Begin(open with { Level = entry.Level, Schedule = policy.For(entry.Level), ChangedAt = now }, now);
        return CrisisCalls.WithCall(
            raised,
            CrisisNoticeKind.LevelRaised,
            [new() { Kind = CrisisEventKind.LevelRaised, State = open.State, At = now }],
            policy,
            isNobodyOnDuty,
            now);
    }
}
