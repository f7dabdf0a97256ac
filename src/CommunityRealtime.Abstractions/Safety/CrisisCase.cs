namespace CommunityRealtime.Safety;

/// <summary>A message that was withheld because its author may be in danger.</summary>
public sealed class CrisisCase
{
    /// <summary>The case's own id. It says nothing about the author.</summary>
    public required Guid Id { get; init; }

    /// <summary>The community the message was meant for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it, also when it was to be anonymous.</summary>
    public required UserId Author { get; init; }

    /// <summary>Whether it was to be anonymous.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>How near the danger is.</summary>
    public required CrisisLevel Level { get; init; }

    /// <summary>The text, encrypted by the chat (ASP.NET Core Data Protection) before any store sees it.</summary>
    public required string ProtectedText { get; init; }

    /// <summary>When the message was withheld, UTC, whole milliseconds.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
}
