namespace CommunityRealtime.History;

/// <summary>Where a replay begins.</summary>
/// <param name="After">The number of the last event that the client has.</param>
/// <param name="IsResumption">Whether the client asked for it; otherwise it fills what happened while the client was greeted.</param>
internal readonly record struct ReplayStart(long After, bool IsResumption);
