using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>Who is called when: the clock of a case. Pure.</summary>
internal static class CrisisCalls
{
    /// <summary>Starts the clock of a case.</summary>
    public static CrisisCase Begin(CrisisCase started, DateTimeOffset now)
    {
        var step = started.Schedule.CallsAtOnce ? 1 : 0;
        return started with { Step = step, NextCallAt = now + started.Schedule.Until(step) };
    }

    /// <summary>A change that calls somebody at once, if the case's clock says so.</summary>
    public static CrisisChange WithCall(
        CrisisCase changed, CrisisNoticeKind kind, IReadOnlyList<CrisisEvent> events, CrisisPolicy policy, bool isNobodyOnDuty, DateTimeOffset now) =>
        !changed.Schedule.CallsAtOnce ? new CrisisChange { Case = changed, Events = events }
        : Calling(changed, kind, step: 0, events, policy, isNobodyOnDuty, now);

    /// <summary>Makes the call that is due.</summary>
    /// <returns>The change; <see langword="null"/> when none is due any more.</returns>
    public static CrisisChange? CallDue(CrisisCase due, CrisisPolicy policy, bool isNobodyOnDuty, DateTimeOffset now)
    {
        if (!due.IsOpen || due.NextCallAt is not { } at || at > now)
        {
            return null;
        }

        if (!due.IsWaiting)
        {
            var silent = due with { NextCallAt = now + (due.Schedule.OwnerSilence ?? due.Schedule.Repeat), ChangedAt = now };
            return Calling(
                silent,
                CrisisNoticeKind.Reminder,
                due.Step,
                [new() { Kind = CrisisEventKind.OwnerSilent, State = due.State, At = now }],
                policy,
                isNobodyOnDuty,
                now);
        }

        // After its last contact, and for a passive case, a call is a reminder and no news for the log.
        var isEscalation = due.Level != CrisisLevel.Passive && due.Step > 0 && due.Step < due.Schedule.Calls.Count;
        var called = due with
        {
            State = isEscalation ? CrisisCaseState.Escalated : due.State,
            Step = due.Step + 1,
            NextCallAt = now + due.Schedule.Until(due.Step + 1),
            ChangedAt = now,
        };
        CrisisEvent[] events = isEscalation ? [new() { Kind = CrisisEventKind.Escalated, State = called.State, At = now }] : [];
        return Calling(
            called, isEscalation ? CrisisNoticeKind.Escalated : CrisisNoticeKind.Reminder, due.Step, events, policy, isNobodyOnDuty, now);
    }

    private static CrisisChange Calling(
        CrisisCase changed,
        CrisisNoticeKind kind,
        int step,
        IReadOnlyList<CrisisEvent> events,
        CrisisPolicy policy,
        bool isNobodyOnDuty,
        DateTimeOffset now) => new()
        {
            Case = changed,
            Events = isNobodyOnDuty ? [.. events, new() { Kind = CrisisEventKind.NobodyOnDuty, State = changed.State, At = now }] : events,
            Notices =
            [
                .. Notices(changed, kind, step, policy, now),
                .. isNobodyOnDuty ? Notices(changed, CrisisNoticeKind.NobodyOnDuty, step, policy, now) : [],
            ],
        };

    private static IEnumerable<PendingNotice> Notices(
        CrisisCase changed, CrisisNoticeKind kind, int step, CrisisPolicy policy, DateTimeOffset now) => policy.Channels.Select(channel => new PendingNotice
        {
            Notice = new CrisisNotice
            {
                Id = Guid.NewGuid(),
                Kind = kind,
                Step = step,
                CaseId = changed.Id,
                Community = changed.Community,
                Level = changed.Level,
                RaisedAt = changed.RaisedAt,
            },
            Channel = channel,
            CreatedAt = now,
            DueAt = now,
        });
}
