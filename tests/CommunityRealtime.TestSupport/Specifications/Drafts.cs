using CommunityRealtime.Messages;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>Makes drafts and ids that no other test uses, so that tests may share a store.</summary>
public static class Drafts
{
    /// <summary>The time that drafts carry unless told otherwise.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 2, 20, 12, 0, 0, 123, TimeSpan.Zero);

    /// <summary>A community that nothing was written to.</summary>
    public static CommunityId NewCommunity() => new(Guid.NewGuid());

    /// <summary>A draft. Without a <paramref name="clientId"/> it gets one of its own.</summary>
    public static MessageDraft Draft(
        CommunityId community,
        string content = "hello",
        string author = "42",
        string? clientId = null,
        bool isAnonymous = false,
        string? displayName = "Alice",
        DateTimeOffset? createdAt = null,
        bool isWithheld = false) => new()
        {
            Community = community,
            Author = new UserId(author),
            DisplayName = isAnonymous ? null : displayName,
            Content = content,
            IsAnonymous = isAnonymous,
            CreatedAt = createdAt ?? Noon,
            ClientId = clientId ?? Guid.NewGuid().ToString(),
            IsWithheld = isWithheld,
        };
}
