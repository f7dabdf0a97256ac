using System.Threading.Channels;
using CommunityRealtime.Broadcast;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>Keeps what a backplane brings, for a test that reads it one by one.</summary>
public sealed class RecordingSubscriber : IBackplaneSubscriber
{
    private readonly Channel<byte[]> _messages = Channel.CreateUnbounded<byte[]>();
    private int _missed;

    /// <summary>How often it was told that it may have missed messages.</summary>
    public int Missed => Volatile.Read(ref _missed);

    /// <summary>How many messages nobody has read yet.</summary>
    public int Unread => _messages.Reader.Count;

    public void OnMessage(ReadOnlyMemory<byte> message) => _messages.Writer.TryWrite(message.ToArray());

    public void OnMayHaveMissed() => Interlocked.Increment(ref _missed);

    /// <summary>The next message; fails when none comes.</summary>
    public async Task<byte[]> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            return await _messages.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("Waited in vain for a message.");
        }
    }

    /// <summary>Waits until it was told so many times that it may have missed messages: the subscription is in force.</summary>
    public Task InForceAsync(int times = 1) => Patience.UntilAsync(() => Missed >= times, "the subscription to be in force");
}
