using System.ComponentModel.DataAnnotations;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>The newest number of a community, for numbers without holes.</summary>
internal sealed class NaiveCounter
{
    [Key]
    public required string CommunityId { get; init; }

    public long Last { get; init; }
}
