using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>One community's stored messages on this server, handed to its members strictly in the order of their numbers.</summary>
/// <remarks>
/// A message that comes before its turn waits a moment for the ones before it. What does not come was stored by another server, or by
/// an append whose answer was lost, and is read from the store: members see a delay, never a hole.
/// </remarks>
internal sealed class CommunityFeed(CommunityId community, FeedServices services) : IThreadPoolWorkItem
{
    /// <summary>How long a missing number may take to come by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to leave a store alone that was not reached.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private const int PageSize = 200;

    /// <summary>After so many a caller has done enough for others, and a thread of the pool goes on.</summary>
    private const int MaxHandedOutAtOnce = 32;

    private readonly FeedOrder _order = new();
    private readonly FeedHead _head = new(community, services);
    private readonly RecentMessages _recent = new(services);
    private int _isFilling;

    public CommunityId Community => community;

    /// <summary>How many work with it now; the registry's alone.</summary>
    public int Users { get; set; }

    /// <summary>When somebody last worked with it, as a time stamp; the registry's alone.</summary>
    public long UsedAt { get; set; }

    /// <summary>Whether nothing waits to be handed out.</summary>
    public bool IsIdle => Volatile.Read(ref _isFilling) == 0;

    /// <summary>Makes sure that it knows where it begins; whatever is stored afterwards is handed out.</summary>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    public ValueTask BeginAsync() => _head.IsKnown ? default : new(_head.ReadAsync(Begin));

    /// <summary>Where the community stands for its members here: whoever is in the room before this is asked gets everything after it.</summary>
    /// <remarks>What other servers stored is noticed at most a second later, and handed out first.</remarks>
    /// <param name="known">The greatest number that the asker has seen, which may be ahead of what is known here; 0 for none.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="MessageStoreException">The store was not reached.</exception>
    public async ValueTask<CommunityHead> GetHeadAsync(long known, CancellationToken cancellationToken)
    {
        if (!_head.IsFresh || known > _order.Taken || (_head.Epoch == 0 && _order.Taken > 0))
        {
            var reading = known > _order.Taken ? _head.ReadAnewAsync(Begin) : _head.ReadAsync(Begin);
            var head = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            await WaitAsync(head.Newest).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_order.Taken < head.Newest)
            {
                throw new MessageStoreException();
            }
        }

        return new(_head.Epoch, _order.Taken);
    }

    /// <summary>A page from memory.</summary>
    /// <returns><see langword="null"/> when it has to be read from the store.</returns>
    /// <exception cref="MessageStoreException">The store was not reached, so nobody knows whether there are newer messages.</exception>
    public async ValueTask<RecentPage?> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        if (query.BeforeId is not { } before || before > _order.Taken)
        {
            await GetHeadAsync(query.AfterId ?? 0, cancellationToken).ConfigureAwait(false);
        }

        var newest = _order.Taken;
        var (from, to) = query switch
        {
            { AfterId: { } after } => (after < newest ? after + 1 : newest + 1, after < newest - query.Limit ? after + query.Limit : newest),
            { BeforeId: { } id } => LastUpTo(Math.Min(id - 1, newest)),
            _ => LastUpTo(newest - query.Offset),
        };
        return from > to ? RecentPage.Empty : _recent.Read(from, to);

        (long From, long To) LastUpTo(long to) => (Math.Max(1, to - query.Limit + 1), to);
    }

    /// <summary>Keeps a page that was read from the store for the next reader, if it belongs to the newest messages.</summary>
    public void Keep(IReadOnlyList<StoredMessage> page) => _recent.AddOlder(page, _order.Taken);

    /// <summary>Forgets the messages in memory; they are in the store.</summary>
    public void ForgetRecent() => _recent.Clear();

    /// <summary>Hands out a message that was stored, after those before it.</summary>
    /// <returns>When everyone here was handed it; or when the store is not reached, without which it cannot be its turn yet.</returns>
    public Task HandOutAsync(StoredMessage message)
    {
        if (_order.Offer(message))
        {
            HandOut();
        }

        return WaitAsync(message.Id);
    }

    /// <summary>Waits until everything up to a number that is in the store was handed out.</summary>
    /// <returns>When it was; or when the store is not reached.</returns>
    public Task WaitAsync(long number)
    {
        var waiting = _order.WaitAsync(number);
        if (!waiting.IsCompleted && Interlocked.Exchange(ref _isFilling, 1) == 0)
        {
            // It serves everyone, so it takes nothing over from whoever happens to come first.
            ThreadPool.UnsafeQueueUserWorkItem(static feed => _ = feed.FillAsync(), this, preferLocal: false);
        }

        return waiting;
    }

    /// <summary>Goes on where a caller has done enough.</summary>
    void IThreadPoolWorkItem.Execute() => HandOut();

    private void HandOut()
    {
        for (var count = 0; _order.TryTake(out var message);)
        {
            Broadcast(message);
            if (++count == MaxHandedOutAtOnce)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }

    private void Begin(long after)
    {
        _order.Begin(after);
        _recent.Clear();
    }

    private void Broadcast(StoredMessage message)
    {
        try
        {
            var roomEvent = services.Events.Message(message);
            _recent.Add(message.Id, roomEvent.Message);
            services.Connections.Broadcast(roomEvent);
        }
        catch (Exception exception)
        {
            // The message is stored: its author must not be told that it is not.
            services.Logger.BroadcastFailed(community, ExceptionTypes.Of(exception));
        }
    }

    /// <summary>As long as anything waits: looks every now and then whether the order moves, and else reads what is missing.</summary>
    private async Task FillAsync()
    {
        var delay = Patience;
        while (true)
        {
            var seen = _order.Taken;
            await Task.Delay(delay, services.Time).ConfigureAwait(false);
            if (_order.Awaited == 0)
            {
                Volatile.Write(ref _isFilling, 0);
                if (_order.Awaited == 0 || Interlocked.Exchange(ref _isFilling, 1) != 0)
                {
                    return;
                }
            }
            else if (_order.Taken == seen)
            {
                delay = await TryFillAsync().ConfigureAwait(false) ? Patience : RetryInterval;
            }
        }
    }

    private async Task<bool> TryFillAsync()
    {
        try
        {
            // These are in the store, and so is everything before them.
            var awaited = _order.Awaited;
            IReadOnlyList<StoredMessage> page;
            do
            {
                page = await services.Store.ReadAsync(MessageQuery.After(community, _order.Taken, PageSize), CancellationToken.None).ConfigureAwait(false);
                var upTo = page.Count < PageSize ? Math.Max(awaited, page.Count == 0 ? 0 : page[^1].Id) : page[^1].Id;
                if (_order.Fill(page, upTo))
                {
                    HandOut();
                }

                await _order.WaitAsync(upTo).ConfigureAwait(false);
            }
            while (page.Count == PageSize);
            return true;
        }
        catch (Exception exception)
        {
            services.Logger.StoreUnavailable(community, ExceptionTypes.Of(exception));
            _order.StopWaiting();
            return false;
        }
    }
}
