using CommunityRealtime.Connections;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Redis.Presence;

/// <summary>Who is connected to this server: the truth that Redis is told, and told again after it lost its memory.</summary>
internal sealed class LocalPresence(IOptions<RedisBackplaneOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CommunityId, LocalCommunity> _communities = [];
    private readonly Queue<LocalCommunity> _due = [];

    /// <returns>Whether there is something new to write.</returns>
    public bool Enter(IChatConnection connection)
    {
        lock (_lock)
        {
            if (!_communities.TryGetValue(connection.Community, out var community))
            {
                community = new LocalCommunity(connection.Community);
                _communities.Add(connection.Community, community);
            }

            return community.Enter(connection.Id, connection.User) && MakeDue(community);
        }
    }

    /// <returns>Whether there is something new to write.</returns>
    public bool Leave(IChatConnection connection)
    {
        lock (_lock)
        {
            return _communities.TryGetValue(connection.Community, out var community) && community.Leave(connection.Id) && MakeDue(community);
        }
    }

    public HashSet<UserId> Users(CommunityId community)
    {
        lock (_lock)
        {
            return _communities.TryGetValue(community, out var local) ? [.. local.Users] : [];
        }
    }

    /// <summary>Whether something waits to be written.</summary>
    public bool HasChanges
    {
        get
        {
            lock (_lock)
            {
                return _due.Count > 0;
            }
        }
    }

    /// <summary>Has all communities renewed, or written anew.</summary>
    public void MakeAllDue(bool replace)
    {
        lock (_lock)
        {
            foreach (var community in _communities.Values)
            {
                if (HasEnded(community))
                {
                    _communities.Remove(community.Community);
                    continue;
                }

                if (replace)
                {
                    community.ReplaceAll();
                }

                MakeDue(community);
            }
        }
    }

    /// <summary>Some of the communities that have to be written, those that wait longest first; empty when there is nothing to do.</summary>
    public List<PresenceChange> TakeChanges(int atMost)
    {
        var changes = new List<PresenceChange>();
        lock (_lock)
        {
            while (changes.Count < atMost && _due.TryDequeue(out var community))
            {
                community.IsDue = false;

                // One that was forgotten meanwhile must not write over its successor.
                if (_communities.GetValueOrDefault(community.Community) == community)
                {
                    changes.Add(community.TakeChange(time.GetTimestamp()));
                }
            }
        }

        return changes;
    }

    /// <summary>Redis took a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="count">How many users of this server it holds now. Another number than ours means that it lost some, and all are written anew.</param>
    public void Written(PresenceChange change, long count)
    {
        lock (_lock)
        {
            if (!_communities.TryGetValue(change.Community, out var community))
            {
                return;
            }

            if (count != change.Count)
            {
                community.ReplaceAll();
                MakeDue(community);
            }
            else if (community.IsForgettable)
            {
                _communities.Remove(change.Community);
            }
        }
    }

    /// <summary>Redis did not take a change, or it is not known whether it did.</summary>
    public void NotWritten(PresenceChange change)
    {
        lock (_lock)
        {
            if (!_communities.TryGetValue(change.Community, out var community))
            {
                return;
            }

            community.ReplaceAll();
            MakeDue(community);
        }
    }

    /// <summary>All communities that Redis may still hold something of.</summary>
    public List<CommunityId> SentCommunities()
    {
        lock (_lock)
        {
            return [.. _communities.Values.Where(community => community.SentAt is not null).Select(community => community.Community)];
        }
    }

    /// <summary>Whether nobody is here, and what Redis may hold of it has ended by itself: then nothing is kept for it, however long Redis is away.</summary>
    private bool HasEnded(LocalCommunity community)
        => community.IsEmpty && (community.SentAt is not { } at || time.GetElapsedTime(at) > options.Value.PresenceTimeout);

    private bool MakeDue(LocalCommunity community)
    {
        if (!community.IsDue)
        {
            community.IsDue = true;
            _due.Enqueue(community);
        }

        return true;
    }
}
