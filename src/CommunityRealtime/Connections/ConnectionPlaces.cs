using System.Net;
using CommunityRealtime.Diagnostics;

namespace CommunityRealtime.Connections;

/// <summary>Counts the sockets of this server: in all, from each address, and of each user. May be used from many threads.</summary>
/// <remarks>
/// Plain numbers under a lock, and nothing for who has no socket: a limiter of the platform for each address and user would be hundreds of bytes for each, and
/// a timer for all.
/// </remarks>
internal sealed class ConnectionPlaces(ChatConnectionLimitOptions options, ChatMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ClientNetwork, int> _fromNetwork = [];
    private readonly Dictionary<UserId, int> _ofUser = [];
    private int _all;

    /// <summary>How many sockets there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _all;
            }
        }
    }

    /// <summary>Takes a place for a socket whose client nobody knows yet.</summary>
    /// <param name="address">Where it comes from, if that is known.</param>
    /// <param name="refusal">Why there is none; <see langword="null"/> when there is one.</param>
    /// <returns>The place, given back by disposing it once.</returns>
    public ConnectionPlace Take(IPAddress? address, out ConnectionRefusal? refusal)
    {
        ClientNetwork? network = address is null || options.MaxPerAddress == 0 ? null : ClientNetwork.Of(address);
        lock (_lock)
        {
            refusal = options.MaxConnections != 0 && _all >= options.MaxConnections ? ConnectionRefusal.ServerFull
                : network is { } counted && !TryAdd(_fromNetwork, counted, options.MaxPerAddress) ? ConnectionRefusal.AddressFull
                : null;
            if (refusal is null)
            {
                _all++;
                return new(this, network);
            }
        }

        metrics.ConnectionRefused(refusal.By);
        return default;
    }

    /// <summary>Takes a place for a socket of a user.</summary>
    /// <returns><see langword="false"/> when the user has as many as one may have.</returns>
    public bool TryTake(UserId user)
    {
        if (options.MaxPerUser == 0)
        {
            return true;
        }

        lock (_lock)
        {
            if (TryAdd(_ofUser, user, options.MaxPerUser))
            {
                return true;
            }
        }

        metrics.ConnectionRefused("user");
        return false;
    }

    /// <summary>Gives a user's place back.</summary>
    public void Free(UserId user)
    {
        if (options.MaxPerUser != 0)
        {
            lock (_lock)
            {
                Remove(_ofUser, user);
            }
        }
    }

    /// <summary>Gives a place back; for <see cref="ConnectionPlace.Dispose"/>.</summary>
    public void Free(ClientNetwork? network)
    {
        lock (_lock)
        {
            _all--;
            if (network is { } counted)
            {
                Remove(_fromNetwork, counted);
            }
        }
    }

    private static bool TryAdd<TKey>(Dictionary<TKey, int> counts, TKey key, int max)
        where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key);
        if (count >= max)
        {
            return false;
        }

        counts[key] = count + 1;
        return true;
    }

    private static void Remove<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--counts[key] is var left && left == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = left;
        }
    }
}
