namespace CommunityRealtime.Crisis;

/// <summary>The state machine of a case: what people may do with it. Pure.</summary>
internal static class CrisisTransitions
{
    /// <summary>Applies an action.</summary>
    /// <param name="current">The case.</param>
    /// <param name="action">What is done.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="protectedReason">Why, encrypted.</param>
    /// <param name="policy">The channels.</param>
    /// <param name="now">The time.</param>
    /// <returns>What became of it, and the change where there is one.</returns>
    public static (CrisisActionResult Result, CrisisChange? Change) Apply(
        CrisisCase current, CrisisAction action, UserId actor, string? protectedReason, CrisisPolicy policy, DateTimeOffset now)
    {
        if (!current.IsOpen)
        {
            return (CrisisActionResult.Closed, null);
        }

        if (current.Owner is { } owner && owner != actor && action != CrisisAction.Release)
        {
            return (CrisisActionResult.OwnedByAnother, null);
        }

        if (current.Owner is null && action is CrisisAction.BeginContact or CrisisAction.Release)
        {
            return (CrisisActionResult.NotAcknowledged, null);
        }

        var isRepeat = action == CrisisAction.Acknowledge ? current.Owner == actor
            : action == CrisisAction.BeginContact && current.State == CrisisCaseState.InContact;
        return (CrisisActionResult.Done, isRepeat ? null : Change(current with { ChangedAt = now }, action, actor, protectedReason, policy, now));
    }

    private static CrisisChange Change(
        CrisisCase current, CrisisAction action, UserId actor, string? protectedReason, CrisisPolicy policy, DateTimeOffset now)
    {
        switch (action)
        {
            case CrisisAction.Acknowledge:
                var owned = current with
                {
                    State = CrisisCaseState.Acknowledged,
                    Owner = actor,
                    AcknowledgedAt = current.AcknowledgedAt ?? now,
                    NextCallAt = now + current.Schedule.OwnerSilence,
                };
                return Quiet(owned, CrisisEventKind.Acknowledged);

            case CrisisAction.BeginContact:
                return Quiet(current with { State = CrisisCaseState.InContact, NextCallAt = null }, CrisisEventKind.ContactBegun);

            case CrisisAction.Release:
                var released = CrisisCalls.Begin(current with { State = CrisisCaseState.Reopened, Owner = null }, now);
                return CrisisCalls.WithCall(
                    released, CrisisNoticeKind.Reopened, [Event(CrisisEventKind.Released, released.State)], policy, isNobodyOnDuty: false, now);

            case CrisisAction.Resolve:
                return Quiet(Closed(CrisisCaseState.Resolved), CrisisEventKind.Resolved);

            default:
                return Quiet(Closed(CrisisCaseState.ClosedAsFalseAlarm), CrisisEventKind.ClosedAsFalseAlarm);
        }

        CrisisCase Closed(CrisisCaseState state) => current with
        {
            State = state,
            Owner = actor,
            AcknowledgedAt = current.AcknowledgedAt ?? now,
            ClosedAt = now,
            NextCallAt = null,
        };

        CrisisChange Quiet(CrisisCase changed, CrisisEventKind kind) =>
            new() { Case = changed, Events = [Event(kind, changed.State)], WithdrawsNotices = true };

        CrisisEvent Event(CrisisEventKind kind, CrisisCaseState state) =>
            new() { Kind = kind, State = state, Actor = actor, ProtectedReason = protectedReason, At = now };
    }
}
