using System.Diagnostics.CodeAnalysis;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>Puts one community's messages into the order of their numbers. Every member may be called at the same time as any other.</summary>
/// <remarks>
/// Many offer, one at a time takes and hands out, and nobody waits for a lock while it does. A message that comes before its turn
/// waits until the numbers before it have come, or until the store was read and does not have them.
/// </remarks>
internal sealed class FeedOrder
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<StoredMessage, long> _early = new();
    private readonly PriorityQueue<TaskCompletionSource, long> _waiting = new();
    private long _taken;

    /// <summary>The number of the last message that was handed to everyone.</summary>
    private long _handedOut;
    private long _complete;
    private bool _isTaking;

    /// <summary>The number of the last message whose turn has come: whoever is in the room before it is read gets all later ones.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>The greatest number that waits, or that somebody waits for; 0 for none.</summary>
    public long Awaited
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(Greatest(_early), Greatest(_waiting));
            }
        }
    }

    /// <summary>Begins after a number: what comes up to it is not handed out.</summary>
    public void Begin(long after)
    {
        lock (_lock)
        {
            _complete = 0;
            Volatile.Write(ref _taken, after);
            Pass(after);
        }
    }

    /// <summary>Adds a message.</summary>
    /// <returns>Whether the caller has to hand out now: <see cref="TryTake"/> until there is no more.</returns>
    public bool Offer(StoredMessage message)
    {
        lock (_lock)
        {
            Add(message);
            return TryBegin();
        }
    }

    /// <summary>Adds what was read from the store.</summary>
    /// <param name="page">The messages, by number.</param>
    /// <param name="upTo">The store was read up to here: numbers that did not come do not exist.</param>
    /// <returns>Whether the caller has to hand out now.</returns>
    public bool Fill(IReadOnlyList<StoredMessage> page, long upTo)
    {
        lock (_lock)
        {
            foreach (var message in page)
            {
                Add(message);
            }

            _complete = Math.Max(_complete, upTo);
            return TryBegin();
        }
    }

    /// <summary>Takes the next message in order. Whoever asks again has handed out the one before.</summary>
    /// <returns><see langword="false"/> when there is none for now; then the turn is over.</returns>
    public bool TryTake([NotNullWhen(true)] out StoredMessage? message)
    {
        lock (_lock)
        {
            Pass(_taken);
            _isTaking = IsNextHere();
            message = _isTaking ? _early.Dequeue() : null;
            if (message is not null)
            {
                Volatile.Write(ref _taken, message.Id);
            }

            return message is not null;
        }
    }

    /// <summary>Waits until everything up to a number was handed out.</summary>
    public Task WaitAsync(long number)
    {
        lock (_lock)
        {
            if (number <= _handedOut)
            {
                return Task.CompletedTask;
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiting, number);
            return waiting.Task;
        }
    }

    /// <summary>Lets everybody go who waits. What waits for its turn goes on waiting.</summary>
    public void StopWaiting()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var waiting, out _))
            {
                waiting.SetResult();
            }
        }
    }

    private static long Greatest<T>(PriorityQueue<T, long> queue)
    {
        var greatest = 0L;
        foreach (var (_, number) in queue.UnorderedItems)
        {
            greatest = Math.Max(greatest, number);
        }

        return greatest;
    }

    private void Add(StoredMessage message)
    {
        if (message.Id > _taken)
        {
            _early.Enqueue(message, message.Id);
        }
    }

    private bool TryBegin() => !_isTaking && (_isTaking = IsNextHere());

    private bool IsNextHere()
    {
        // What was read from the store may have come by itself as well.
        while (_early.TryPeek(out _, out var seen) && seen <= _taken)
        {
            _early.Dequeue();
        }

        if (_early.TryPeek(out _, out var next) && next <= Math.Max(_taken + 1, _complete))
        {
            return true;
        }

        if (_taken < _complete)
        {
            Volatile.Write(ref _taken, _complete);
            Pass(_complete);
        }

        return next == _taken + 1;
    }

    private void Pass(long number)
    {
        _handedOut = number;
        while (_waiting.TryPeek(out var waiting, out var awaited) && awaited <= number)
        {
            _waiting.Dequeue();
            waiting.SetResult();
        }
    }
}
