using CommunityRealtime.Broadcast;
using CommunityRealtime.Redis.Connections;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Broadcast;

/// <summary>The communities that somebody on this server listens to, and the watch over their subscriptions.</summary>
/// <remarks>
/// The library restores subscriptions after a lost connection, but has been seen to forget some. So each is made again after every connection
/// that came back, and looked at every few seconds.
/// </remarks>
internal sealed class Subscriptions : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<CommunityId, CommunityChannel> _channels = [];
    private readonly RedisConnection _connection;
    private readonly ChannelKind _kind;
    private readonly ILogger<RedisBackplane> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private Task? _watching;

    public Subscriptions(RedisConnection connection, ChannelKind kind, ILogger<RedisBackplane> logger)
    {
        _connection = connection;
        _kind = kind;
        _logger = logger;
        _stopping = _stop.Token;
    }

    /// <summary>Begins to watch. Later calls change nothing.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _watching) is null)
        {
            lock (_lock)
            {
                _watching ??= Task.Run(WatchAsync);
            }
        }
    }

    public Listener Add(CommunityId community, IBackplaneSubscriber subscriber)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue(community, out var channel))
            {
                channel = new CommunityChannel(community, _connection, _kind, _lock, Remove, _logger, _stopping);
                _channels.Add(community, channel);
            }

            return channel.Add(subscriber);
        }
    }

    /// <summary>How many communities do not get the messages of other servers just now.</summary>
    public int CountNotInForce()
    {
        var generation = _connection.Generation;
        lock (_lock)
        {
            return _channels.Values.Count(channel => !channel.IsInForce(generation));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_lock)
        {
            running = [_watching ?? Task.CompletedTask, .. _channels.Values.Select(channel => channel.Keeping)];
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <remarks>Called by the channel itself, which holds the lock.</remarks>
    private void Remove(CommunityChannel channel) => _channels.Remove(channel.Community);

    private async Task WatchAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var generation = _connection.Generation;
            var known = await AskKindAsync(generation).ConfigureAwait(false);
            lock (_lock)
            {
                foreach (var channel in _channels.Values)
                {
                    channel.Check(generation);
                }
            }

            await _connection.WaitForChangeAsync(generation, known ? WatchInterval : RetryInterval, _stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks before anybody publishes, since a server may publish where nobody on it listens.</summary>
    private async Task<bool> AskKindAsync(int generation)
    {
        if (!_connection.IsConnected)
        {
            return false;
        }

        try
        {
            await _kind.IsShardedAsync(generation).WaitAsync(_stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
