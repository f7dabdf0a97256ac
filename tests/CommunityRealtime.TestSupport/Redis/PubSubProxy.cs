using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.TestSupport.Redis;

/// <summary>Stands between a server and a Redis: everything passes but what is published, with which it does as networks do.</summary>
/// <remarks>Deterministic for one order of messages: the same seed loses, repeats and swaps the same ones.</remarks>
public sealed class PubSubProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random;
    private readonly int _redisPort;
    private readonly Task _accepting;
    private CancellationTokenSource? _link = new();
    private int _disturbed;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="redisPort">Where Redis is.</param>
    /// <param name="seed">What decides over each message.</param>
    public PubSubProxy(int redisPort, int seed)
    {
        _redisPort = redisPort;
        _random = new Random(seed);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the server finds what it takes for Redis.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What becomes of published messages.</summary>
    public PubSubTrouble Trouble { get; set; }

    /// <summary>How many messages did not pass as they came.</summary>
    public int Disturbed => Volatile.Read(ref _disturbed);

    /// <summary>Cuts every connection and makes no other until <see cref="Mend"/>.</summary>
    public async Task CutAsync()
    {
        if (Interlocked.Exchange(ref _link, null) is { } link)
        {
            await link.CancelAsync();
        }
    }

    /// <summary>Ends <see cref="CutAsync"/>.</summary>
    public void Mend() => Volatile.Write(ref _link, new());

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            if (Volatile.Read(ref _link) is not { } link)
            {
                return;
            }

            client.NoDelay = true;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(link.Token, _stop.Token);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _redisPort, end.Token);
                Task[] ways = [client.GetStream().CopyToAsync(server.GetStream(), end.Token), AnswerAsync(server.GetStream(), client.GetStream(), end.Token)];

                // One side has gone; so does the other.
                await Task.WhenAny(ways);
                await end.CancelAsync();
                await Task.WhenAll(ways);
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // However it ended, nothing is left of it.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken end)
    {
        var buffer = new byte[1 << 21];
        var length = 0;
        byte[]? held = null;
        while (await from.ReadAsync(buffer.AsMemory(length), end) is > 0 and var read)
        {
            length += read;
            var start = 0;
            while (RespValue.Measure(buffer.AsSpan(start, length - start)) is > 0 and var size)
            {
                foreach (var value in Carry(buffer.AsSpan(start, size), ref held))
                {
                    await to.WriteAsync(value, end);
                }

                start += size;
            }

            buffer.AsSpan(start, length - start).CopyTo(buffer);
            length -= start;
        }
    }

    /// <param name="value">What Redis sends.</param>
    /// <param name="held">What waits on this connection to come after the next message.</param>
    private byte[][] Carry(ReadOnlySpan<byte> value, ref byte[]? held)
    {
        var bytes = value.ToArray();
        if (Trouble == PubSubTrouble.None || !RespValue.IsPublished(value))
        {
            return [bytes];
        }

        lock (_random)
        {
            var lot = Trouble == PubSubTrouble.Silence ? 0 : _random.Next(10);
            if (lot < 5)
            {
                Interlocked.Increment(ref _disturbed);
            }

            switch (lot)
            {
                case 0 or 1:
                    return [];
                case 2 or 3:
                    return [bytes, bytes];
                case 4:
                    // Later than the one behind it.
                    var released = held;
                    held = bytes;
                    return released is null ? [] : [released];
                default:
                    var late = held;
                    held = null;
                    return late is null ? [bytes] : [bytes, late];
            }
        }
    }
}
