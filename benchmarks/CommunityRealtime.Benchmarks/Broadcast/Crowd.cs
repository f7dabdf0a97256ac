using System.Diagnostics;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>The members of some rooms of one server, and what they do.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly long TimerSlack = Stopwatch.Frequency * 2 / 1000;

    // Every crowd gets communities of its own: their ids start at 1.
    private static int _lastCommunity;

    private readonly CrowdShape _shape;
    private readonly Room[] _rooms;
    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;

    private Crowd(CrowdShape shape, Dialect dialect)
    {
        _shape = shape;
        _rooms = [.. Enumerable.Range(0, shape.Rooms).Select(_ => new Room(shape.Members, dialect))];
    }

    private IEnumerable<Member> Members => _rooms.SelectMany(room => room.Members);

    public static async Task<Crowd> ConnectAsync(ServerGroup servers, Dialect dialect, CrowdShape shape, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(shape, dialect);
        try
        {
            foreach (var room in crowd._rooms)
            {
                await room.ConnectAsync(servers, Interlocked.Increment(ref _lastCommunity), cancellationToken);
            }

            crowd._receiving = Task.WhenAll(crowd.Members.Select(member => Task.Run(() => crowd.ReceiveAsync(member), CancellationToken.None)));
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Some members of every room send, each its next message when its last one has come back to it; waits until everyone has
    /// everything.
    /// </summary>
    public Task SendBackToBackAsync(TimeSpan duration, CancellationToken cancellationToken) => RunAsync(
        Task.WhenAll(_rooms.SelectMany(room => room.Members.Take(_shape.Senders).Select(sender => Task.Run(
            async () =>
            {
                for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration;)
                {
                    await room.SendAsync(sender, Stopwatch.GetTimestamp(), cancellationToken);
                    await sender.OwnDeliveredAsync(cancellationToken);
                }
            },
            cancellationToken)))),
        duration,
        cancellationToken);

    /// <summary>
    /// Sends at a rate, whether the server keeps up or not, to one room after the other and from one member after the other;
    /// waits until everyone has everything.
    /// </summary>
    public Task SendAtRateAsync(TimeSpan duration, double deliveriesPerSecond, CancellationToken cancellationToken) => RunAsync(
        Task.Run(
            async () =>
            {
                var messagesPerSecond = deliveriesPerSecond / _shape.Members;
                var started = Stopwatch.GetTimestamp();
                var total = (int)Math.Max(1, duration.TotalSeconds * messagesPerSecond);
                for (var i = 0; i < total; i++)
                {
                    var dueAt = started + (long)(i / messagesPerSecond * Stopwatch.Frequency);
                    while (Stopwatch.GetTimestamp() < dueAt)
                    {
                        await Task.Delay(1, cancellationToken);
                    }

                    // Latency counts from the moment a message was due, so that a late server cannot hide it; only what the
                    // timer above may be late by itself is left out.
                    var countedFrom = Math.Min(Stopwatch.GetTimestamp(), dueAt + TimerSlack);
                    var room = _rooms[i % _shape.Rooms];
                    await room.SendAsync(room.Members[i / _shape.Rooms % _shape.Members], countedFrom, cancellationToken);
                }
            },
            cancellationToken),
        duration,
        cancellationToken);

    /// <summary>Forgets what was measured so far.</summary>
    public void Forget()
    {
        foreach (var member in Members)
        {
            member.Forget();
        }
    }

    public Latencies TakeLatencies() => Merge(Members.SelectMany(member => new[] { member.Latencies, member.LatenciesFromElsewhere }));

    /// <summary>The latencies of what members of the same server have sent.</summary>
    public Latencies TakeLatenciesFromHere() => Merge(Members.Select(member => member.Latencies));

    /// <summary>The latencies of what members of another server have sent.</summary>
    public Latencies TakeLatenciesFromElsewhere() => Merge(Members.Select(member => member.LatenciesFromElsewhere));

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _receiving;
        foreach (var room in _rooms)
        {
            room.Dispose();
        }

        _leaving.Dispose();
    }

    private static Latencies Merge(IEnumerable<Latencies> some)
    {
        var all = new Latencies();
        foreach (var latencies in some)
        {
            all.AddAll(latencies);
        }

        return all;
    }

    private async Task ReceiveAsync(Member member)
    {
        try
        {
            await member.ReceiveAsync(_leaving.Token);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _broken.TrySetException(exception);
        }
    }

    private async Task RunAsync(Task sending, TimeSpan duration, CancellationToken cancellationToken)
    {
        Task first;
        try
        {
            // One broken member ends the run: what it saw matters more than the senders that wait for it.
            first = await Task.WhenAny(sending, _broken.Task).WaitAsync(duration + Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidDataException("A member's own message never came back to it.");
        }

        await first;

        var started = Stopwatch.GetTimestamp();
        while (_rooms.Sum(room => room.Missing) is > 0 and var missing)
        {
            if (_broken.Task.IsFaulted)
            {
                await _broken.Task;
            }

            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidDataException($"{missing} deliveries never came.");
            }

            await Task.Delay(1, cancellationToken);
        }
    }
}
