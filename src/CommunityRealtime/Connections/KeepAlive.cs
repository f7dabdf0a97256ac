using CommunityRealtime.Diagnostics;
using CommunityRealtime.Protocol;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Connections;

/// <summary>
/// One sweep over all sockets pings the silent ones, sends the heartbeats, closes those whose credential has expired or whose frame takes too long to arrive, and
/// cuts those that answer nothing or do not end their closing handshake: no socket has a timer of its own.
/// </summary>
internal sealed class KeepAlive : IHostedService, IDisposable
{
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromSeconds(1);

    private readonly SocketRegistry _registry;
    private readonly TimeSpan _period;
    private readonly SweepLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger<KeepAlive> _logger;
    private readonly List<SocketConnection> _due = [];
    private ITimer? _timer;
    private int _sweeping;
    private int _sweep;

    public KeepAlive(SocketRegistry registry, ChatSocketOptions options, ChatLimitsOptions limits, TimeProvider time, ILogger<KeepAlive> logger)
    {
        _registry = registry;
        TimeSpan[] times = [options.KeepAliveInterval, options.KeepAliveTimeout, limits.MaxFrameTime];
        _period = TimeSpan.FromTicks(Math.Min(MaxPeriod.Ticks, times.Min().Ticks / 4));
        _limits = new(
            Silence: Sweeps(options.KeepAliveInterval),
            Answer: Sweeps(options.KeepAliveTimeout),
            Close: Sweeps(SocketConnection.CloseGrace),
            Heartbeat: Sweeps(options.KeepAliveInterval),
            Frame: Sweeps(limits.MaxFrameTime));
        _time = time;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = _time.CreateTimer(_ => Sweep(), null, _period, _period);
        return Task.CompletedTask;
    }

    /// <summary>It goes on until the container is disposed: sockets that are closing now still need it.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private int Sweeps(TimeSpan time) => (int)Math.Ceiling(time / _period);

    private void Sweep()
    {
        // A machine that is late gets no second sweep beside the first.
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
        {
            return;
        }

        _sweep++;
        var now = _time.GetUtcNow();
        _registry.Collect(socket => socket.IsDue(_sweep, now, _limits), _due);
        foreach (var socket in _due)
        {
            Attend(socket);
        }

        _due.Clear();
        Volatile.Write(ref _sweeping, 0);
    }

    private void Attend(SocketConnection socket)
    {
        try
        {
            if (socket.Due.HasFlag(SweepTasks.Heartbeat))
            {
                socket.SendHeartbeat();
            }

            if (socket.Due.HasFlag(SweepTasks.Ping))
            {
                socket.SendControl(WebSocketFrame.Ping);
            }

            if (socket.Due.HasFlag(SweepTasks.CloseLate))
            {
                socket.Close(CloseReason.FrameTooSlow);
            }

            if (socket.Due.HasFlag(SweepTasks.Expire))
            {
                socket.Close(CloseReason.TokenExpired);
            }

            if (socket.Due.HasFlag(SweepTasks.Cut))
            {
                socket.Cut(socket.IsClosing ? "no_goodbye" : "no_answer");
            }
        }
        catch (Exception exception)
        {
            // One socket's mistake must not end the sweep for the others.
            _logger.ConnectionFailed(socket.Id, ExceptionTypes.Of(exception));
        }
    }
}
