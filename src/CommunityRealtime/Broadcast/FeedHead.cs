using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>What was last read of a community's counter. Any number of callers share one reading.</summary>
internal sealed class FeedHead(CommunityId community, FeedServices services)
{
    /// <summary>How long what was read is taken for new.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<CommunityHead>? _reading;
    private Task<CommunityHead>? _next;
    private long _epoch;
    private long _readAt;
    private bool _isKnown;

    /// <summary>Whether it was read at all.</summary>
    public bool IsKnown => Volatile.Read(ref _isKnown);

    /// <summary>Whether it was read just now.</summary>
    public bool IsFresh => IsKnown && services.Time.GetElapsedTime(Volatile.Read(ref _readAt)) < Freshness;

    /// <summary>The life of the counter; 0 before the first message.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Reads the counter from now on: a reading that is under way may have seen it before.</summary>
    /// <param name="begin">Told the number to begin after, the first time and when history was lost, and which of the two it is.</param>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    public Task<CommunityHead> ReadAnewAsync(Action<long, bool> begin)
    {
        lock (_lock)
        {
            if (_reading is not null)
            {
                return _next ??= ReadAfterAsync(_reading, begin);
            }
        }

        return ReadAsync(begin);
    }

    /// <summary>Reads the counter, or waits for whoever reads it now.</summary>
    /// <param name="begin">Told the number to begin after, the first time and when history was lost, and which of the two it is.</param>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    public Task<CommunityHead> ReadAsync(Action<long, bool> begin)
    {
        TaskCompletionSource<CommunityHead> mine;
        lock (_lock)
        {
            if (_reading is not null)
            {
                return _reading;
            }

            mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _reading = mine.Task;
        }

        _ = ReadAsync(begin, mine);
        return mine.Task;
    }

    /// <summary>Takes what somebody has read.</summary>
    /// <param name="head">What was read.</param>
    /// <param name="readAt">When the reading began, as a time stamp.</param>
    /// <param name="begin">Told the number to begin after, the first time and when history was lost, and which of the two it is.</param>
    public void Take(CommunityHead head, long readAt, Action<long, bool> begin)
    {
        lock (_lock)
        {
            var isLost = _epoch != 0 && _epoch != head.Epoch;
            if (!_isKnown || isLost)
            {
                begin(head.Newest, isLost);
            }

            Volatile.Write(ref _epoch, head.Epoch);
            Volatile.Write(ref _readAt, readAt);
            Volatile.Write(ref _isKnown, true);
        }
    }

    private async Task<CommunityHead> ReadAfterAsync(Task running, Action<long, bool> begin)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
        {
            _next = null;
        }

        return await ReadAsync(begin).ConfigureAwait(false);
    }

    private async Task ReadAsync(Action<long, bool> begin, TaskCompletionSource<CommunityHead> mine)
    {
        var readAt = services.Time.GetTimestamp();
        try
        {
            // Nobody's cancelling: others wait for it too.
            var head = await services.Store.ReadHeadAsync(community, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                _reading = null;
            }

            Take(head, readAt, begin);
            mine.SetResult(head);
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _reading = null;
            }

            mine.SetException(exception);
            _ = mine.Task.Exception;
        }
    }
}
