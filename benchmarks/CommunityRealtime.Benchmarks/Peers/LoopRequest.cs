namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>What a member of the hand-written loop sends.</summary>
internal sealed record LoopRequest(string Type, string Content, bool IsAnonymous = false);
