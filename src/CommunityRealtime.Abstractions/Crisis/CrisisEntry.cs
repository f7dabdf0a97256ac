using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>One message of a case: withheld, or of the private conversation about it.</summary>
public sealed record CrisisEntry
{
    /// <summary>The longest <see cref="ClientId"/>, in characters.</summary>
    public const int MaxClientIdLength = 80;

    /// <summary>What it is.</summary>
    public required CrisisEntryKind Kind { get; init; }

    /// <summary>The community.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it; <see langword="null"/> once erased.</summary>
    public required UserId? Writer { get; init; }

    /// <summary>
    /// The retry key: one writer's entry with the same key in the same community is stored once, for ever. 1 to
    /// <see cref="MaxClientIdLength"/> characters; <see langword="null"/> once erased.
    /// </summary>
    public required string? ClientId { get; init; }

    /// <summary>Whether it was to be anonymous.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>How near the danger is that it speaks of.</summary>
    public required CrisisLevel Level { get; init; }

    /// <summary>The text, encrypted by the chat (ASP.NET Core Data Protection) before any store sees it; <see langword="null"/> once erased.</summary>
    public required string? ProtectedText { get; init; }

    /// <summary>When it was written, UTC, whole milliseconds.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Its number in the case, from 1. Given by the store.</summary>
    public int Number { get; init; }

    /// <summary>Names no person and no text, so that it may be logged.</summary>
    public override string ToString() => $"Crisis entry {Number} ({Kind})";
}
