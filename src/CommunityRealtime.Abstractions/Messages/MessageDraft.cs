namespace CommunityRealtime.Messages;

/// <summary>A message on its way into the store: validated, judged safe, and without a number yet.</summary>
public sealed class MessageDraft
{
    /// <summary>The community it is for.</summary>
    public required CommunityId Community { get; init; }

    /// <summary>Who wrote it, also when it is anonymous.</summary>
    public required UserId Author { get; init; }

    /// <summary>The name shown with it; <see langword="null"/> for an anonymous message, so that no name is stored with one.</summary>
    public required string? DisplayName { get; init; }

    /// <summary>The text, exactly as the author sent it.</summary>
    public required string Content { get; init; }

    /// <summary>Whether other members may not learn who wrote it.</summary>
    public required bool IsAnonymous { get; init; }

    /// <summary>When it was accepted: UTC, whole milliseconds, and whole seconds for an anonymous message.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The retry key: one author's message with the same key in the same community is stored once, for ever.
    /// 1–64 characters. Made by the server when the client sent none.
    /// </summary>
    public required string ClientId { get; init; }
}
