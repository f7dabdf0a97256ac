namespace CommunityRealtime.Crisis;

/// <summary>A notice on its way to one channel.</summary>
public sealed record PendingNotice
{
    /// <summary>The longest <see cref="Channel"/>, in characters.</summary>
    public const int MaxChannelLength = 64;

    /// <summary>The notice. Its id is new for every notice and the same for every attempt.</summary>
    public required CrisisNotice Notice { get; init; }

    /// <summary>Which notifier delivers it (<see cref="ICrisisNotifier.Name"/>).</summary>
    public required string Channel { get; init; }

    /// <summary>When it was made, UTC, whole milliseconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the next attempt is due, UTC, whole milliseconds.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How many attempts were begun.</summary>
    public int Attempts { get; init; }
}
