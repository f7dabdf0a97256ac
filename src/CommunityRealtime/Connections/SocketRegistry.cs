using CommunityRealtime.Protocol;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Connections;

/// <summary>All sockets of this server, refused ones included: for the keep-alive sweep, and to close them when the server stops.</summary>
internal sealed class SocketRegistry : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<SocketConnection> _sockets = [];
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _onStopping;

    public SocketRegistry(IHostApplicationLifetime lifetime)
    {
        _stopping = lifetime.ApplicationStopping;
        _onStopping = _stopping.Register(() => CloseAll(_ => true, CloseReason.ShuttingDown));
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sockets.Count;
            }
        }
    }

    public void Add(SocketConnection socket)
    {
        lock (_lock)
        {
            socket.RegistryIndex = _sockets.Count;
            _sockets.Add(socket);
        }

        // Looked at after adding, so that no socket slips between the two.
        if (_stopping.IsCancellationRequested)
        {
            socket.Close(CloseReason.ShuttingDown);
        }
    }

    public void Remove(SocketConnection socket)
    {
        lock (_lock)
        {
            var last = _sockets[^1];
            _sockets[socket.RegistryIndex] = last;
            last.RegistryIndex = socket.RegistryIndex;
            _sockets.RemoveAt(_sockets.Count - 1);
        }
    }

    /// <summary>Puts the sockets for which something holds into a list.</summary>
    public void Collect(Func<SocketConnection, bool> filter, List<SocketConnection> into)
    {
        lock (_lock)
        {
            foreach (var socket in _sockets)
            {
                if (filter(socket))
                {
                    into.Add(socket);
                }
            }
        }
    }

    /// <summary>Closes every socket of a community, behind the caller's back: it waits for none.</summary>
    public void CloseAll(CommunityId community, CloseReason reason) =>
        ThreadPool.UnsafeQueueUserWorkItem(_ => CloseAll(socket => socket.Community == community, reason), null);

    public void Dispose() => _onStopping.Dispose();

    private void CloseAll(Func<SocketConnection, bool> filter, CloseReason reason)
    {
        var found = new List<SocketConnection>();
        Collect(filter, found);
        foreach (var socket in found)
        {
            socket.Close(reason);
        }
    }
}
