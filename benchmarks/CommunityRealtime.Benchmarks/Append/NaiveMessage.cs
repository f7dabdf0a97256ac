namespace CommunityRealtime.Benchmarks.Append;

/// <summary>A message as a first attempt would store it: an identity, and no number in its community.</summary>
internal sealed class NaiveMessage
{
    public long Id { get; init; }

    /// <summary>Its number in the community, where it has one.</summary>
    public long Number { get; init; }

    public required string CommunityId { get; init; }

    public required string UserId { get; init; }

    public required string DisplayName { get; init; }

    public required string Content { get; init; }

    public bool IsAnonymous { get; init; }

    public DateTime CreatedAt { get; init; }
}
