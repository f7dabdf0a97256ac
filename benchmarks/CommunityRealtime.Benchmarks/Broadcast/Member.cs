using System.Buffers;
using System.Text;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>
/// A member's connection. It checks that nothing is missing, doubled or out of order: each sender's messages are 1, 2, 3 …, and
/// where the server promises one order for all, so are the ids.
/// </summary>
/// <param name="number">The member's number, and user id, from 1.</param>
/// <param name="roomSize">How many members may send.</param>
/// <param name="dialect">How the server is spoken to.</param>
internal sealed class Member(int number, int roomSize, Dialect dialect) : IDisposable
{
    private readonly SemaphoreSlim _ownDelivered = new(0);
    private readonly ArrayBufferWriter<byte> _fragments = new();
    private readonly int[] _lastNumbers = new int[roomSize + 1];

    private MemberSocket? _socket;
    private int _servers = 1;
    private int _sent;
    private long _received;

    public long Received => Volatile.Read(ref _received);

    /// <summary>From the moment each message counts from to its arrival here. To be read when nothing is under way.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>The same for messages that a member of another server has sent.</summary>
    public Latencies LatenciesFromElsewhere { get; } = new();

    private MemberSocket Socket => _socket ?? throw new InvalidOperationException("The member is not connected.");

    public async Task ConnectAsync(ServerGroup servers, int community, CancellationToken cancellationToken)
    {
        _servers = servers.Count;
        var server = servers.Of(number);
        var address = dialect.Address(community, server.Tokens.MakeToken(number));
        _socket = await MemberSocket.OpenAsync(server.Address, address, dialect, cancellationToken);
    }

    /// <summary>Sends the next message. One at a time.</summary>
    public Task SendAsync(long countedFrom, CancellationToken cancellationToken)
    {
        var content = new Marker(number, ++_sent, countedFrom).ToContent();
        return Socket.SendAsync(FrameKind.Text, Encoding.UTF8.GetBytes(dialect.Request(content)), cancellationToken);
    }

    /// <summary>Waits until one message of this member has come back to it.</summary>
    public Task OwnDeliveredAsync(CancellationToken cancellationToken) => _ownDelivered.WaitAsync(cancellationToken);

    /// <summary>Forgets deliveries of its own that nobody waited for, and all latencies.</summary>
    public void Forget()
    {
        while (_ownDelivered.Wait(0))
        {
        }

        Latencies.Clear();
        LatenciesFromElsewhere.Clear();
    }

    /// <summary>Reads until cancelled. Whatever should not be ends it with an exception.</summary>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var frame = await Socket.ReceiveAsync(cancellationToken);
            if (frame.Kind == FrameKind.Pong)
            {
                continue;
            }

            var message = frame.Payload;
            if (!frame.IsFinal || frame.Kind == FrameKind.Continuation)
            {
                _fragments.Write(message.Span);
                message = _fragments.WrittenMemory;
            }

            if (frame.IsFinal)
            {
                if (CountRecords(message.Span))
                {
                    await Socket.SendAsync(FrameKind.Text, (byte[])[.. Dialect.HubPing, Dialect.RecordEnd], cancellationToken);
                }

                _fragments.ResetWrittenCount();
            }
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _ownDelivered.Dispose();
    }

    /// <summary>Counts the records of a message; without the hub protocol it is one.</summary>
    /// <returns>Whether a ping of the hub protocol was among them.</returns>
    private bool CountRecords(ReadOnlySpan<byte> message)
    {
        var pinged = false;
        while (!message.IsEmpty)
        {
            var end = message.IndexOf(Dialect.RecordEnd);
            var record = end < 0 ? message : message[..end];
            message = end < 0 ? [] : message[(end + 1)..];
            if (record.SequenceEqual(Dialect.HubPing))
            {
                pinged = true;
            }
            else
            {
                Count(record);
            }
        }

        return pinged;
    }

    private void Count(ReadOnlySpan<byte> record)
    {
        var (marker, id) = Marker.Parse(record);
        ref var last = ref _lastNumbers[marker.Sender];
        if (marker.Number != last + 1)
        {
            throw new InvalidDataException($"Message {marker.Number} of member {marker.Sender} came after message {last}.");
        }

        if (dialect.HasOneOrder && id != _received + 1)
        {
            throw new InvalidDataException($"Message {id} came after message {_received}.");
        }

        last = marker.Number;
        (marker.Sender % _servers == number % _servers ? Latencies : LatenciesFromElsewhere).AddSince(marker.CountedFrom);
        Volatile.Write(ref _received, _received + 1);
        if (marker.Sender == number)
        {
            _ownDelivered.Release();
        }
    }
}
