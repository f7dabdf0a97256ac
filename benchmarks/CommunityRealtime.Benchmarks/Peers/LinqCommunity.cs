using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>A community's row.</summary>
[Table("chat_head")]
internal sealed class LinqCommunity
{
    [Key]
    [Column("no")]
    public long No { get; init; }

    [Column("community_id")]
    public required string CommunityId { get; init; }
}
