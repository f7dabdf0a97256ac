using System.Net.WebSockets;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A member's socket. It counts every delivery and checks that the ids are 1, 2, 3 … without a hole.</summary>
internal sealed class Member(int number) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _ownDelivered = new(0);
    private readonly byte[] _buffer = new byte[4096];

    private long _received;

    public long Received => Volatile.Read(ref _received);

    /// <summary>From the moment each message counts from to its arrival here. To be read when nothing is under way.</summary>
    public Latencies Latencies { get; } = new();

    public Task ConnectAsync(ServerProcess server, string community, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(server.Address)
        {
            Scheme = "ws",
            Path = $"/api/communities/ws/{community}",
            Query = $"token={server.Tokens.MakeToken(number)}",
        };
        return _socket.ConnectAsync(address.Uri, cancellationToken);
    }

    public async Task SendAsync(long countedFrom, CancellationToken cancellationToken)
        => await _socket.SendAsync(new Marker(number, countedFrom).ToFrame(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Waits until one message of this member has come back to it.</summary>
    public Task OwnDeliveredAsync(CancellationToken cancellationToken) => _ownDelivered.WaitAsync(cancellationToken);

    /// <summary>Forgets deliveries of its own that nobody waited for, and all latencies.</summary>
    public void Forget()
    {
        while (_ownDelivered.Wait(0))
        {
        }

        Latencies.Clear();
    }

    /// <summary>Reads until cancelled. Whatever should not be ends it with an exception.</summary>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidDataException($"The server closed a socket: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                Count(_buffer.AsSpan(0, length));
                length = 0;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _ownDelivered.Dispose();
    }

    private void Count(ReadOnlySpan<byte> frame)
    {
        var (marker, id) = Marker.Parse(frame);
        if (id != _received + 1)
        {
            throw new InvalidDataException($"Message {id} came after message {_received}.");
        }

        Latencies.AddSince(marker.CountedFrom);
        Volatile.Write(ref _received, id);
        if (marker.Sender == number)
        {
            _ownDelivered.Release();
        }
    }
}
