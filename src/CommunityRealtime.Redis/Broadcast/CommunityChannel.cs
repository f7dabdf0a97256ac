using System.Net;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>One community's channel: who listens to it, and whether Redis has confirmed the subscription.</summary>
/// <remarks>
/// At most one <see cref="KeepAsync"/> runs at a time and looks at what is wanted before each step, so subscribing, leaving and subscribing again
/// cannot overtake each other. All state is guarded by the lock of <see cref="Subscriptions"/>; messages are handed out without it.
/// </remarks>
internal sealed class CommunityChannel(
    CommunityId community,
    RedisConnection connection,
    ChannelKind kind,
    Lock gate,
    Action<CommunityChannel> remove,
    ILogger logger,
    CancellationToken stop)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longer, since a connection that comes back says so.</summary>
    private static readonly TimeSpan RetryIntervalWithoutConnection = TimeSpan.FromSeconds(5);

    private volatile Listener[] _listeners = [];
    private RedisChannel? _held;
    private EndPoint? _heldBy;
    private int _inForceIn;
    private bool _isKept;

    private enum Step
    {
        Rest,
        Subscribe,
        Tell,
        GiveUp,
    }

    public CommunityId Community => community;

    /// <summary>The work on this channel that is under way, for whoever ends it.</summary>
    public Task Keeping { get; private set; } = Task.CompletedTask;

    /// <remarks>Call it with the lock held.</remarks>
    public Listener Add(IBackplaneSubscriber subscriber)
    {
        var listener = new Listener(subscriber, Leave);
        _listeners = [.. _listeners, listener];
        Keep();
        return listener;
    }

    /// <remarks>Call it with the lock held.</remarks>
    public bool IsInForce(int generation) => _listeners.Length == 0 || _inForceIn == generation;

    /// <summary>
    /// Sees to it that the subscription is that of the present connection, and that the library has neither lost it nor moved it, as it does when a
    /// cluster moves the channel to another node.
    /// </summary>
    /// <remarks>Call it with the lock held.</remarks>
    public void Check(int generation)
    {
        if (_inForceIn == generation
            && _held is { } held
            && connection.Current is { } redis
            && !Equals(redis.GetSubscriber().SubscribedEndpoint(held), _heldBy))
        {
            _inForceIn = 0;
        }

        if (_inForceIn != generation)
        {
            Keep();
        }
    }

    private void Leave(Listener listener)
    {
        lock (gate)
        {
            var left = Array.FindAll(_listeners, other => other != listener);
            if (left.Length < _listeners.Length)
            {
                _listeners = left;
                Keep();
            }
        }
    }

    private void Keep()
    {
        if (!_isKept && !stop.IsCancellationRequested)
        {
            _isKept = true;
            Keeping = Task.Run(KeepAsync, CancellationToken.None);
        }
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            var step = Next(out var generation, out var untold);
            switch (step)
            {
                case Step.Rest:
                    return;
                case Step.Tell:
                    Tell(untold);
                    break;
                case Step.GiveUp:
                    await GiveUpAsync().ConfigureAwait(false);
                    break;
                case Step.Subscribe when !await TrySubscribeAsync(generation).ConfigureAwait(false):
                    var interval = connection.IsConnected ? RetryInterval : RetryIntervalWithoutConnection;
                    await connection.WaitForChangeAsync(generation, interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }
        }
    }

    private Step Next(out int generation, out Listener[] untold)
    {
        generation = connection.Generation;
        untold = [];
        lock (gate)
        {
            if (_listeners.Length > 0 && !stop.IsCancellationRequested)
            {
                if (_inForceIn != generation)
                {
                    return Step.Subscribe;
                }

                untold = Array.FindAll(_listeners, listener => listener.ToldIn != _inForceIn);
                if (untold.Length > 0)
                {
                    Array.ForEach(untold, listener => listener.ToldIn = _inForceIn);
                    return Step.Tell;
                }
            }
            else if (_held is not null && !stop.IsCancellationRequested)
            {
                return Step.GiveUp;
            }
            else
            {
                remove(this);
            }

            _isKept = false;
            return Step.Rest;
        }
    }

    private async Task<bool> TrySubscribeAsync(int generation)
    {
        if (connection.Current is not { } redis)
        {
            return false;
        }

        EndPoint? endpoint;
        try
        {
            var channel = await kind.FindAsync(community, generation).WaitAsync(stop).ConfigureAwait(false);

            // Given up first: for a channel it believes to have, the library would not ask Redis again.
            await GiveUpAsync().ConfigureAwait(false);
            lock (gate)
            {
                _held = channel;
            }

            var messages = await LateFailures.Observe(redis.GetSubscriber().SubscribeAsync(channel)).WaitAsync(stop).ConfigureAwait(false);
            messages.OnMessage(message => Deliver(message.Message));
            endpoint = redis.GetSubscriber().SubscribedEndpoint(channel);
        }
        catch (Exception exception)
        {
            logger.NotSubscribed(community, ExceptionTypes.Of(exception));
            return false;
        }

        lock (gate)
        {
            _heldBy = endpoint;
            _inForceIn = generation;
            Array.ForEach(_listeners, listener => listener.ToldIn = 0);
        }

        logger.Subscribed(community);
        return true;
    }

    private async Task GiveUpAsync()
    {
        if (_held is not { } held)
        {
            return;
        }

        lock (gate)
        {
            _held = null;
            _inForceIn = 0;
        }

        try
        {
            // Whatever becomes of the command, from here on the library hands out nothing more.
            if (connection.Any is { } redis)
            {
                await LateFailures.Observe(redis.GetSubscriber().UnsubscribeAsync(held)).WaitAsync(stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            logger.NotUnsubscribed(community, ExceptionTypes.Of(exception));
        }
    }

    private void Deliver(RedisValue message)
    {
        if (message.Length() > RedisBackplane.MaxMessageBytes)
        {
            logger.MessageTooLarge(community, message.Length(), RedisBackplane.MaxMessageBytes);
            return;
        }

        ReadOnlyMemory<byte> bytes = message;
        foreach (var listener in _listeners)
        {
            try
            {
                listener.Subscriber.OnMessage(bytes);
            }
            catch (Exception exception)
            {
                logger.SubscriberFailed(community, ExceptionTypes.Of(exception));
            }
        }
    }

    private void Tell(Listener[] untold)
    {
        foreach (var listener in untold)
        {
            try
            {
                listener.Subscriber.OnMayHaveMissed();
            }
            catch (Exception exception)
            {
                logger.SubscriberFailed(community, ExceptionTypes.Of(exception));
            }
        }
    }
}
