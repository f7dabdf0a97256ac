namespace CommunityRealtime.Crisis;

/// <summary>How the outbox is doing, for health checks.</summary>
/// <param name="Waiting">How many notices wait to be delivered.</param>
/// <param name="OldestWaitingSince">Since when the oldest of them has been waiting, UTC.</param>
/// <param name="GivenUp">How many notices were given up of cases that still wait for somebody.</param>
public sealed record CrisisOutboxState(int Waiting, DateTimeOffset? OldestWaitingSince, int GivenUp);
