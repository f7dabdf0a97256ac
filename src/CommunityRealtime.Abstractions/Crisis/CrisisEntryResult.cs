namespace CommunityRealtime.Crisis;

/// <summary>What is in the store now.</summary>
/// <param name="IsNew">Whether the entry was stored now; otherwise its retry key was taken before.</param>
/// <param name="Case">The case it belongs to.</param>
/// <param name="Entry">The stored entry; the earlier one for a repeat.</param>
public sealed record CrisisEntryResult(bool IsNew, CrisisCase Case, CrisisEntry Entry);
