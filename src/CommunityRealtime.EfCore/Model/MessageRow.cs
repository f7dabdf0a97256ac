using CommunityRealtime.Messages;

namespace CommunityRealtime.EfCore.Model;

/// <summary>A message as it is stored. Only <see cref="UserId"/> names the author of an anonymous one.</summary>
internal sealed class MessageRow
{
    /// <summary>The community, as <see cref="CommunityRow.No"/>.</summary>
    public long No { get; init; }

    /// <summary>The message's number; below 1 for one that is withheld.</summary>
    public long Id { get; init; }

    /// <summary>The number of the message's last change; <see langword="null"/> while it is as it was written.</summary>
    public long? Change { get; init; }

    /// <summary>The author; <see langword="null"/> once erased.</summary>
    public string? UserId { get; init; }

    /// <summary>The retry key; <see langword="null"/> once erased.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Unix milliseconds, so that every provider keeps and compares the same value.</summary>
    public long CreatedAt { get; init; }

    public MessageFlags Flags { get; init; }

    public string? DisplayName { get; init; }

    public required string Content { get; init; }

    public static MessageRow From(MessageDraft draft, long no, long id) => new()
    {
        No = no,
        Id = id,
        UserId = draft.Author.Value,
        ClientKey = draft.ClientId,
        CreatedAt = draft.CreatedAt.ToUnixTimeMilliseconds(),
        Flags = (draft.IsAnonymous ? MessageFlags.Anonymous : MessageFlags.None) | (draft.IsWithheld ? MessageFlags.Withheld : MessageFlags.None),
        DisplayName = draft.IsAnonymous ? null : draft.DisplayName,
        Content = draft.Content,
    };

    public StoredMessage ToMessage(CommunityId community)
    {
        // An erased author becomes the empty id.
        CommunityRealtime.UserId.TryCreate(UserId, out var author);
        return new StoredMessage
        {
            Id = Id,
            Community = community,
            Author = author,
            DisplayName = DisplayName,
            Content = Content,
            IsAnonymous = Flags.HasFlag(MessageFlags.Anonymous),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            IsWithheld = Flags.HasFlag(MessageFlags.Withheld),
        };
    }
}
