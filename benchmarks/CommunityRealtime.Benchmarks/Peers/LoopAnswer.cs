namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>What the members of the hand-written loop get.</summary>
internal sealed record LoopAnswer(string Type, PeerMessage Message);
