using StackExchange.Redis;

namespace CommunityRealtime.Redis.Presence;

/// <summary>Who is in one community on this server, and what of it Redis does not know yet. Guarded by the lock of <see cref="LocalPresence"/>.</summary>
internal sealed class LocalCommunity(CommunityId community)
{
    private readonly Dictionary<string, UserId> _connections = [];
    private readonly Dictionary<UserId, int> _users = [];
    private readonly HashSet<UserId> _unwritten = [];
    private bool _replace = true;

    public CommunityId Community => community;

    public IReadOnlyCollection<UserId> Users => _users.Keys;

    /// <summary>When Redis was last told that somebody is here; <see langword="null"/> for never.</summary>
    public long? SentAt { get; private set; }

    /// <summary>Whether the writer has it on its list.</summary>
    public bool IsDue { get; set; }

    /// <summary>Whether nothing about it is worth keeping.</summary>
    public bool IsForgettable => _users.Count == 0 && _unwritten.Count == 0 && !_replace;

    public bool IsEmpty => _users.Count == 0;

    /// <returns>Whether the user was not there before.</returns>
    public bool Enter(string connectionId, UserId user)
    {
        if (!_connections.TryAdd(connectionId, user))
        {
            return false;
        }

        var connections = _users.GetValueOrDefault(user);
        _users[user] = connections + 1;
        return connections == 0 && Changed(user);
    }

    /// <returns>Whether it was the user's last connection.</returns>
    public bool Leave(string connectionId)
    {
        if (!_connections.Remove(connectionId, out var user))
        {
            return false;
        }

        if (--_users[user] > 0)
        {
            return false;
        }

        _users.Remove(user);
        return Changed(user);
    }

    /// <summary>Has everything written anew. That makes the list of single changes needless, so it stays short while Redis is away.</summary>
    public void ReplaceAll()
    {
        _replace = true;
        _unwritten.Clear();
    }

    /// <summary>What has to be written now. From here on it counts as written.</summary>
    public PresenceChange TakeChange(long now)
    {
        SentAt = _users.Count > 0 ? now : SentAt;
        RedisValue[] entered = [.. (_replace ? _users.Keys : _unwritten.Where(_users.ContainsKey)).Select(Value)];
        RedisValue[] left = [.. _unwritten.Where(user => !_users.ContainsKey(user)).Select(Value)];
        var change = new PresenceChange(community, _replace, entered, left, _users.Count);
        _replace = false;
        _unwritten.Clear();
        return change;

        static RedisValue Value(UserId user) => user.Value;
    }

    private bool Changed(UserId user)
    {
        if (!_replace)
        {
            _unwritten.Add(user);
        }

        return true;
    }
}
