using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Presence;

/// <summary>Tells Redis who is here: each change soon, everything again at every heartbeat and after a lost connection.</summary>
internal sealed class PresenceWriter : IAsyncDisposable
{
    /// <summary>How many communities are written at the same time.</summary>
    private const int BatchSize = 256;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of a server may wait to take its users off the list; after that they end by themselves.</summary>
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly RedisConnection _connection;
    private readonly RedisKeys _keys;
    private readonly LocalPresence _local;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisPresence> _logger;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Lazy<Task> _writing;
    private readonly Lazy<Task> _ending;
    private bool _hasFailed;

    public PresenceWriter(
        RedisConnection connection,
        RedisKeys keys,
        LocalPresence local,
        IOptions<RedisBackplaneOptions> options,
        TimeProvider time,
        ILogger<RedisPresence> logger)
    {
        _connection = connection;
        _keys = keys;
        _local = local;
        _time = time;
        _logger = logger;
        _timeout = options.Value.PresenceTimeout;
        _stopping = _stop.Token;
        _writing = new(() => Task.Run(WriteAsync));
        _ending = new(StopOnceAsync);
    }

    /// <summary>This server among those that share the Redis. A new one at every start.</summary>
    public RedisValue Server { get; } = Guid.NewGuid().ToString("N");

    /// <summary>There is something to write. Returns at once.</summary>
    public void Wake()
    {
        _connection.Start();
        _ = _writing.Value;
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it in the same moment, or it has ended.
        }
    }

    /// <summary>Stops writing and takes this server's users off the list, as well as it can within two seconds. Later calls change nothing.</summary>
    public Task StopAsync() => _ending.Value;

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        var generation = _connection.Generation;
        var renewedAt = _time.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            var untilRenewal = (_timeout / 3) - _time.GetElapsedTime(renewedAt);
            var current = _connection.Generation;
            if (untilRenewal <= TimeSpan.Zero || current != generation)
            {
                _local.MakeAllDue(replace: current != generation);
                generation = current;
                renewedAt = _time.GetTimestamp();
                untilRenewal = _timeout / 3;
            }

            if (!_connection.IsConnected || !await WriteSomeAsync().ConfigureAwait(false))
            {
                await _connection.WaitForChangeAsync(generation, RetryInterval, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (!_local.HasChanges)
            {
                await SleepAsync(generation, untilRenewal).ConfigureAwait(false);
            }
        }
    }

    private async Task SleepAsync(int generation, TimeSpan atMost)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        var woken = _wake.WaitAsync(either.Token);
        var changed = _connection.WaitForChangeAsync(generation, atMost, either.Token);
        await Task.WhenAny(woken, changed).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(woken, changed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>Whether all went well.</returns>
    private async Task<bool> WriteSomeAsync()
    {
        var changes = _local.TakeChanges(BatchSize);
        var failures = await Task.WhenAll(changes.Select(WriteOneAsync)).WaitAsync(_stopping).ConfigureAwait(false);
        var failure = Array.Find(failures, failure => failure is not null);
        if (failure is not null && !_hasFailed)
        {
            _logger.PresenceNotWritten(failures.Count(failure => failure is not null), ExceptionTypes.Of(failure));
        }

        _hasFailed = failure is not null;
        return failure is null;
    }

    private async Task<Exception?> WriteOneAsync(PresenceChange change)
    {
        try
        {
            var redis = _connection.Current ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "Redis is not reached.");
            var count = await PresenceScript.WriteAsync(redis.GetDatabase(), _keys, Server, _timeout, change).ConfigureAwait(false);
            _local.Written(change, count);
            return null;
        }
        catch (Exception exception)
        {
            _local.NotWritten(change);
            return exception;
        }
    }

    private async Task StopOnceAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (!_writing.IsValueCreated)
        {
            return;
        }

        await _writing.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var deadline = new CancellationTokenSource(FarewellTimeout, _time);
        foreach (var batch in _local.SentCommunities().Chunk(BatchSize))
        {
            var farewells = batch.Select(community => WriteOneAsync(new(community, Replace: true, [], [], 0)));
            await ((Task)Task.WhenAll(farewells)).WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
