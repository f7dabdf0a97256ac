using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Connections;

/// <summary>The one connection to Redis that everything here shares. It is made in the background, again and again until there is one.</summary>
/// <remarks>Every member may be called at the same time as any other, and none waits for Redis.</remarks>
internal sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>How long after a failure Redis is tried again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a silent connection is trusted, in seconds; the library's own minute is long for a chat.</summary>
    private const int KeepAliveSeconds = 10;

    private readonly RedisBackplaneOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisConnection> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly Lazy<Task> _connecting;
    private readonly Lock _lock = new();
    private volatile ConnectionMultiplexer? _redis;
    private TaskCompletionSource _changed = NewSignal();
    private int _generation = 1;
    private bool? _reportedConnected;

    public RedisConnection(IOptions<RedisBackplaneOptions> options, TimeProvider time, ILogger<RedisConnection> logger)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _stopping = _stop.Token;
        _connecting = new(() => Task.Run(ConnectAsync));
    }

    /// <summary>Grows each time a connection has come back: whatever depended on the one before has to be made again.</summary>
    public int Generation
    {
        get
        {
            lock (_lock)
            {
                return _generation;
            }
        }
    }

    /// <summary>Whether a command would reach Redis just now, as far as is known.</summary>
    public bool IsConnected => _redis is { IsConnected: true };

    /// <summary>The connection, while there is one; <see langword="null"/> while a command would be in vain.</summary>
    public ConnectionMultiplexer? Current => _redis is { IsConnected: true } redis ? redis : null;

    /// <summary>The connection even while it is lost, to tell the library what is no longer wanted.</summary>
    public ConnectionMultiplexer? Any => _redis;

    /// <summary>Begins to connect. Later calls change nothing.</summary>
    public void Start() => _ = _connecting.Value;

    /// <summary>Waits until <see cref="Generation"/> is no longer what it was, or for a while.</summary>
    public async Task WaitForChangeAsync(int generation, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task changed;
        lock (_lock)
        {
            changed = _generation == generation ? _changed.Task : Task.CompletedTask;
        }

        try
        {
            await changed.WaitAsync(atMost, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing changed; the caller looks for itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_connecting.IsValueCreated)
        {
            await _connecting.Value.ConfigureAwait(false);
        }

        if (_redis is { } redis)
        {
            _redis = null;
            await CloseAsync(redis).ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task CloseAsync(ConnectionMultiplexer redis)
    {
        try
        {
            await redis.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            await redis.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException or TimeoutException)
        {
            // It was closed already, which is all that was wanted.
        }
    }

    private static async Task CloseLateAsync(Task<ConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            await CloseAsync(await connecting.ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var connecting = ConnectionMultiplexer.ConnectAsync(Settings());
            try
            {
                Use(await connecting.WaitAsync(_stopping).ConfigureAwait(false));
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // An attempt cannot be called off; whatever comes of it is closed.
                _ = CloseLateAsync(connecting);
                return;
            }
            catch (Exception exception)
            {
                Report(connected: false, ExceptionTypes.Of(exception));
            }

            await Task.Delay(RetryInterval, _time, _stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ConfigurationOptions Settings()
    {
        var settings = _options.ConfigurationOptions?.Clone() ?? ConfigurationOptions.Parse(_options.Configuration!);

        // Nothing waits for a Redis that is away: a command fails at once, and the connection is tried again in the background.
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectRetry = 1;
        settings.ReconnectRetryPolicy = new LinearRetry((int)RetryInterval.TotalMilliseconds);
        if (settings.KeepAlive < 0)
        {
            settings.KeepAlive = KeepAliveSeconds;
        }

        return settings;
    }

    private void Use(ConnectionMultiplexer redis)
    {
        redis.ConnectionRestored += (_, _) => OnRestored();
        redis.ConnectionFailed += (_, failure) => Report(IsConnected, failure.FailureType.ToString());
        _redis = redis;
        OnRestored();
    }

    private void OnRestored()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _generation++;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
        Report(IsConnected, "no server answers");
    }

    private void Report(bool connected, string reason)
    {
        lock (_lock)
        {
            if (_reportedConnected == connected || _stopping.IsCancellationRequested)
            {
                return;
            }

            _reportedConnected = connected;
        }

        if (connected)
        {
            _logger.RedisReached();
        }
        else
        {
            _logger.RedisNotReached(reason);
        }
    }
}
