namespace CommunityRealtime.Messages;

/// <summary>A message as the store keeps it. Immutable.</summary>
public sealed class StoredMessage
{
    /// <summary>Its number in the community, from 1, rising in the order everyone sees; less than 1 for one that is withheld.</summary>
    public required long Id { get; init; }

    /// <summary>The community it belongs to.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it, also when it is anonymous. Never shown to others for an anonymous message.</summary>
    public required UserId Author { get; init; }

    /// <summary>The name shown with it; <see langword="null"/> for an anonymous message.</summary>
    public required string? DisplayName { get; init; }

    /// <summary>The text, exactly as the author sent it.</summary>
    public required string Content { get; init; }

    /// <summary>Whether other members may not learn who wrote it.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>When it was accepted: UTC, whole milliseconds, and whole seconds for an anonymous message.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is shown to nobody and only holds its retry key; see <see cref="MessageDraft.IsWithheld"/>.</summary>
    public bool IsWithheld { get; init; }
}
