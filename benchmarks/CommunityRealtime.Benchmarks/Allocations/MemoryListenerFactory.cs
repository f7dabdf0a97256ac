using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>
/// A transport without a network: the server's connections end in this process, where what the server sends is counted and
/// thrown away. Neither a kernel nor a client then stands between the server and its memory.
/// </summary>
internal sealed class MemoryListenerFactory : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<MemoryConnection> _incoming = Channel.CreateUnbounded<MemoryConnection>();
    private readonly List<MemoryConnection> _connections = [];

    /// <summary>What the server has sent on all connections.</summary>
    public ByteCounter Sent { get; } = new();

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => ValueTask.FromResult<IConnectionListener>(this);

    /// <summary>Opens a connection on which the client says this, once, and then listens.</summary>
    public async Task ConnectAsync(ReadOnlyMemory<byte> request)
    {
        var connection = new MemoryConnection($"{_connections.Count}", Sent);
        await connection.SayAsync(request);
        _connections.Add(connection);
        _incoming.Writer.TryWrite(connection);
    }

    /// <summary>All clients go.</summary>
    public void Disconnect() => _connections.ForEach(connection => connection.Leave());

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        => await _incoming.Reader.WaitToReadAsync(cancellationToken) && _incoming.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _incoming.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
