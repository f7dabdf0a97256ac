using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>Somebody in a community may be in danger. Immutable: a change makes a new one (<see cref="CrisisChange"/>).</summary>
/// <remarks>
/// An author has at most one open case in a community; further messages join it. Named and anonymous messages make separate cases, so that
/// nobody can tell from one that the other is the same person's.
/// </remarks>
public sealed record CrisisCase
{
    /// <summary>The case's own id. It says nothing about the author.</summary>
    public required Guid Id { get; init; }

    /// <summary>The community the messages were meant for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote them, also when they were to be anonymous; <see langword="null"/> once erased.</summary>
    public required UserId? Author { get; init; }

    /// <summary>Whether they were to be anonymous: then nobody reads <see cref="Author"/> without breaking the glass.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>How near the danger is: the highest level of its messages.</summary>
    public required CrisisLevel Level { get; init; }

    /// <summary>Where it stands.</summary>
    public required CrisisCaseState State { get; init; }

    /// <summary>When the first message was withheld, UTC, whole milliseconds.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it last changed, UTC, whole milliseconds.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who acknowledged it and owns it now.</summary>
    public UserId? Owner { get; init; }

    /// <summary>When it was first acknowledged, UTC.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When it was closed, UTC; <see langword="null"/> while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The clock that its escalation follows: the one that held when the case reached its level.</summary>
    public required CrisisSchedule Schedule { get; init; }

    /// <summary>How many calls of <see cref="Schedule"/> were made.</summary>
    public int Step { get; init; }

    /// <summary>When somebody is called next unless something happens before, UTC.</summary>
    public DateTimeOffset? NextCallAt { get; init; }

    /// <summary>How many entries it has. Given by the store.</summary>
    public int EntryCount { get; init; }

    /// <summary>How many events its log has. Given by the store.</summary>
    public int EventCount { get; init; }

    /// <summary>Rises with every change. Given by the store.</summary>
    public long Version { get; init; }

    /// <summary>Whether it is not closed.</summary>
    public bool IsOpen => State is not (CrisisCaseState.Resolved or CrisisCaseState.ClosedAsFalseAlarm);

    /// <summary>Whether it waits for somebody to acknowledge it.</summary>
    public bool IsWaiting => IsOpen && State is not (CrisisCaseState.Acknowledged or CrisisCaseState.InContact);

    /// <summary>Names no person and no text, so that it may be logged.</summary>
    public override string ToString() => $"Crisis case {Id}";
}
