namespace CommunityRealtime.Crisis;

/// <summary>A case with all that belongs to it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Entries">Its messages, oldest first.</param>
/// <param name="Events">Its log, oldest first.</param>
public sealed record CrisisFile(CrisisCase Case, IReadOnlyList<CrisisEntry> Entries, IReadOnlyList<CrisisEvent> Events);
