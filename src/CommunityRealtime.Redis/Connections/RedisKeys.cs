using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Connections;

/// <summary>The names of everything the chat has in Redis.</summary>
/// <remarks>The braces keep all that belongs to one community on one node of a cluster, where one script or one command may use it.</remarks>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>A channel on which nothing but the question for sharded channels is ever sent.</summary>
    public RedisChannel ShardedProbe { get; } = RedisChannel.Sharded($"{prefix}:probe");

    public RedisChannel Channel(CommunityId community, bool sharded)
        => sharded ? RedisChannel.Sharded(Name(community, "messages")) : RedisChannel.Literal(Name(community, "messages"));

    /// <summary>A sorted set: the servers that have somebody in a community, each with the moment at which it counts as dead.</summary>
    public RedisKey Servers(CommunityId community) => Name(community, "servers");

    /// <summary>A set: who is in a community on one server.</summary>
    public RedisKey Users(CommunityId community, RedisValue server) => Name(community, $"users:{server}");

    /// <summary>A number: when a user's account is full again. Hashed, so that a list of the keys names nobody.</summary>
    public RedisKey Account(CommunityId community, UserId user)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{community.Value}\n{user.Value}"));
        return Name(community, $"rate:{Convert.ToHexStringLower(hash.AsSpan(0, 16))}");
    }

    private string Name(CommunityId community, string what) => $"{prefix}:{{{community.Value}}}:{what}";
}
