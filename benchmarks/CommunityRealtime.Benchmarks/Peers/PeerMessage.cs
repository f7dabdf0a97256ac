namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>A message with the fields that the library sends, in their order.</summary>
internal sealed record PeerMessage(
    long Id, int CommunityId, long UserId, string Content, bool IsAnonymous, DateTime CreatedAt, string DisplayName);
