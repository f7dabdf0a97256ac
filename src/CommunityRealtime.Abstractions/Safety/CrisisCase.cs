namespace CommunityRealtime.Safety;

/// <summary>A message that was withheld because its author may be in danger.</summary>
public sealed class CrisisCase
{
    /// <summary>The longest <see cref="ClientId"/>, in characters.</summary>
    public const int MaxClientIdLength = 80;

    /// <summary>The case's own id. It says nothing about the author.</summary>
    public required Guid Id { get; init; }

    /// <summary>The community the message was meant for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it, also when it was to be anonymous.</summary>
    public required UserId Author { get; init; }

    /// <summary>
    /// The retry key: one author's case with the same key in the same community is stored once, for ever. 1 to
    /// <see cref="MaxClientIdLength"/> characters: the message's own, with a number behind it where the author used that for another
    /// cry for help before.
    /// </summary>
    public required string ClientId { get; init; }

    /// <summary>Whether it was to be anonymous.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>How near the danger is.</summary>
    public required CrisisLevel Level { get; init; }

    /// <summary>The text, encrypted by the chat (ASP.NET Core Data Protection) before any store sees it.</summary>
    public required string ProtectedText { get; init; }

    /// <summary>When the message was withheld, UTC, whole milliseconds.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
}
