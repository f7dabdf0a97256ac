using CommunityRealtime.Diagnostics;
using CommunityRealtime.Protocol;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Connections;

/// <summary>
/// All sockets of this server, refused ones included: for the keep-alive sweep, and to close them when the server stops. Then a socket takes
/// no more frames, and is closed as soon as those it took are answered; at the latest after <see cref="ChatSocketOptions.DrainTime"/>.
/// </summary>
internal sealed class SocketRegistry : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<SocketConnection> _sockets = [];
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _onStopping;
    private readonly ChatSocketOptions _options;
    private readonly TimeProvider _time;
    private ITimer? _drained;

    public SocketRegistry(IHostApplicationLifetime lifetime, ChatSocketOptions options, ChatMetrics metrics, TimeProvider time)
    {
        _options = options;
        _time = time;
        _stopping = lifetime.ApplicationStopping;
        _onStopping = _stopping.Register(DrainAll);
        metrics.ObserveQueues(MeasureQueues);
    }

    /// <summary>Whether the server goes down; then it takes no new sockets.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

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
        if (IsStopping)
        {
            socket.Drain();
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
        ThreadPool.UnsafeQueueUserWorkItem(_ => ForEach(socket => socket.Community == community, socket => socket.Close(reason)), null);

    public void Dispose()
    {
        _onStopping.Dispose();
        _drained?.Dispose();
    }

    private (long Bytes, long Greatest) MeasureQueues()
    {
        var (bytes, greatest) = (0L, 0L);
        lock (_lock)
        {
            foreach (var socket in _sockets)
            {
                bytes += socket.Path.Bytes;
                greatest = Math.Max(greatest, socket.Path.Bytes);
            }
        }

        return (bytes, greatest);
    }

    private void DrainAll()
    {
        ForEach(_ => true, socket => socket.Drain());
        _drained = _time.CreateTimer(
            _ => ForEach(_ => true, socket => socket.Close(Farewell.For(_options.ReconnectSpread))), null, _options.DrainTime, Timeout.InfiniteTimeSpan);
    }

    private void ForEach(Func<SocketConnection, bool> filter, Action<SocketConnection> action)
    {
        var found = new List<SocketConnection>();
        Collect(filter, found);
        foreach (var socket in found)
        {
            action(socket);
        }
    }
}
