using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>A message's row.</summary>
[Table("chat_message")]
internal sealed class LinqMessage
{
    [Column("no")]
    public long No { get; init; }

    [Column("id")]
    public long Id { get; init; }

    [Column("user_id")]
    public required string UserId { get; init; }

    [Column("created_at")]
    public long CreatedAt { get; init; }

    [Column("flags")]
    public int Flags { get; init; }

    [Column("display_name")]
    public string? DisplayName { get; init; }

    [Column("content")]
    public required string Content { get; init; }

    public PeerMessage ToPeerMessage(int community) => new(
        Id,
        community,
        long.Parse(UserId, CultureInfo.InvariantCulture),
        Content,
        (Flags & 1) != 0,
        DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt).UtcDateTime,
        DisplayName ?? "Anonymous");
}
