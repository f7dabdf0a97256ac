using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Broadcast;

/// <summary>One community's stored messages on this server, handed to its members strictly in the order of their numbers.</summary>
/// <remarks>
/// A message that comes before its turn waits a moment for the ones before it. What does not come was stored by another server, or by
/// an append whose answer was lost, and is read from the store: members see a delay, never a hole.
/// </remarks>
internal sealed class CommunityFeed : IThreadPoolWorkItem, IBackplaneSubscriber
{
    /// <summary>After so many a caller has done enough for others, and a thread of the pool goes on.</summary>
    private const int MaxHandedOutAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly FeedServices _services;
    private readonly FeedOrder _order = new();
    private readonly FeedHead _head;
    private readonly RecentMessages _recent;
    private readonly FeedHoles _holes;
    private readonly FeedOutbox _outbox;
    private int _members;
    private IDisposable? _subscription;
    private Task? _starting;
    private bool _isStarted;
    private int _isInDoubt;

    public CommunityFeed(CommunityId community, FeedServices services)
    {
        Community = community;
        _services = services;
        _head = new(community, services);
        _recent = new(services);
        _holes = new(community, services, _order, HandOut);
        _outbox = new(community, services.Mail, () => _head.Epoch);
    }

    public CommunityId Community { get; }

    /// <summary>How many work with it now, members included; the registry's alone.</summary>
    public int Users { get; set; }

    /// <summary>When somebody last worked with it, as a time stamp; the registry's alone.</summary>
    public long UsedAt { get; set; }

    /// <summary>Whether anybody is here.</summary>
    public bool HasMembers => Volatile.Read(ref _members) > 0;

    /// <summary>Whether nothing waits to be handed out.</summary>
    public bool IsIdle => !_holes.IsFilling;

    /// <summary>A member comes: with the first one it begins to follow what other servers store.</summary>
    /// <returns>When it knows where the community stands.</returns>
    /// <exception cref="MessageStoreException">The task fails when the store was not reached; the next member tries again.</exception>
    public Task EnterAsync()
    {
        lock (_lock)
        {
            _members++;

            // Subscribed first: what is stored after the reading is heard of.
            _subscription ??= _services.Mail.Subscribe(Community, this);
            if (_starting is null or { IsFaulted: true })
            {
                Volatile.Write(ref _isInDoubt, 0);
                _starting = StartAsync(_subscription);
            }

            return _starting;
        }
    }

    /// <summary>A member goes: after the last one it follows no more.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_members == 0)
            {
                _subscription?.Dispose();
                _subscription = null;
                _starting = null;
                Volatile.Write(ref _isStarted, false);
            }
        }
    }

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
            SkipIfNobodyIsHere(head.Newest);
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

        return _recent.Read(query, _order.Taken);
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
        if (!waiting.IsCompleted)
        {
            _holes.Fill();
        }

        return waiting;
    }

    /// <summary>Tells the other servers of a message that was stored. Never waits.</summary>
    public void Publish(StoredMessage message) => _outbox.Add(message);

    /// <summary>Notes where the community stands in the store; what is missing here is read.</summary>
    /// <param name="head">What was read.</param>
    /// <param name="readAt">When the reading began, as a time stamp.</param>
    public void Compare(CommunityHead head, long readAt)
    {
        _head.Take(head, readAt, Begin);
        if (head.Newest > _order.Taken && Volatile.Read(ref _isStarted))
        {
            _ = WaitAsync(head.Newest);
        }
    }

    /// <summary>Another server has stored something, or says so.</summary>
    public void OnMessage(ReadOnlyMemory<byte> message)
    {
        var (isReadable, envelope) = _services.Mail.Open(Community, message.Span);
        if (!isReadable || (envelope is not null && !IsOfThisLife(envelope)))
        {
            // Whatever it was to say, the store knows.
            OnMayHaveMissed();
        }
        else if (envelope is not null)
        {
            HandOut(envelope.Messages);
        }
    }

    public void OnMayHaveMissed()
    {
        Interlocked.Exchange(ref _isInDoubt, 1);
        AskForComparison();
    }

    /// <summary>Goes on where a caller has done enough.</summary>
    void IThreadPoolWorkItem.Execute() => HandOut();

    private bool IsOfThisLife(BackplaneEnvelope envelope) =>
        Volatile.Read(ref _isStarted) && (envelope.Epoch == _head.Epoch || envelope.Epoch == 0 || _head.Epoch == 0);

    private void HandOut(IReadOnlyList<StoredMessage> messages)
    {
        foreach (var message in messages)
        {
            if (_order.Offer(message))
            {
                HandOut();
            }
        }

        if (messages.Max(message => message.Id) is var newest && newest > _order.Taken)
        {
            _ = WaitAsync(newest);
        }
    }

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

    private async Task StartAsync(IDisposable subscription)
    {
        // The store is not asked under anybody's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var head = await _head.ReadAnewAsync(Begin).ConfigureAwait(false);
        if (head.Newest > _order.Taken)
        {
            // Whoever is here waits for this, so nobody can have missed what was stored before.
            Begin(head.Newest, isLost: false);
        }

        lock (_lock)
        {
            _isStarted = _subscription == subscription;
        }

        AskForComparison();
    }

    private void SkipIfNobodyIsHere(long newest)
    {
        lock (_lock)
        {
            if (_members == 0 && newest > _order.Taken)
            {
                Begin(newest, isLost: false);
            }
        }
    }

    /// <summary>Where there was doubt, and whoever is to be told of what is missing is there.</summary>
    private void AskForComparison()
    {
        if (Volatile.Read(ref _isStarted) && Interlocked.Exchange(ref _isInDoubt, 0) != 0)
        {
            _services.Comparisons.Add(this);
        }
    }

    private void Begin(long after, bool isLost)
    {
        _order.Begin(after);
        _recent.Clear();
        if (isLost)
        {
            // What members here have seen is not what there is. They come back, and are told to begin afresh.
            _services.Logger.HistoryLost(Community);
            _services.Sockets.CloseAll(Community, CloseReason.EpochChanged);
        }
    }

    private void Broadcast(StoredMessage message)
    {
        try
        {
            var roomEvent = _services.Events.Message(message);
            _recent.Add(message.Id, roomEvent.Message);
            _services.Connections.Broadcast(roomEvent);
        }
        catch (Exception exception)
        {
            // The message is stored: its author must not be told that it is not.
            _services.Logger.BroadcastFailed(Community, ExceptionTypes.Of(exception));
        }
    }
}
