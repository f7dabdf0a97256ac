namespace CommunityRealtime.EfCore.Model;

/// <summary>A community's counter: the row whose lock puts its messages in order.</summary>
internal sealed class CommunityRow
{
    /// <summary>A small number in place of the host's id, so that every message row is shorter.</summary>
    public long No { get; init; }

    public required string CommunityId { get; init; }

    public long Epoch { get; init; }

    /// <summary>The newest number given out. Never indexed, so that PostgreSQL can update it in place.</summary>
    public long Last { get; init; }

    /// <summary>The oldest number that is still stored.</summary>
    public long First { get; init; } = 1;
}
