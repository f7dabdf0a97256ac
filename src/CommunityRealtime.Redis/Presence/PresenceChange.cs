using StackExchange.Redis;

namespace CommunityRealtime.Redis.Presence;

/// <summary>What has to be written about one community.</summary>
/// <param name="Community">The community.</param>
/// <param name="Replace">Whether what Redis holds of this server is thrown away first.</param>
/// <param name="Entered">Users to add.</param>
/// <param name="Left">Users to remove.</param>
/// <param name="Count">How many users this server has there afterwards.</param>
internal sealed record PresenceChange(CommunityId Community, bool Replace, RedisValue[] Entered, RedisValue[] Left, int Count);
