using System.Diagnostics;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A community with its connected members.</summary>
internal sealed class Room : IAsyncDisposable
{
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);
    private static readonly long TimerSlack = Stopwatch.Frequency * 2 / 1000;

    private readonly Member[] _members;
    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private long _sent;

    private Room(int members) => _members = [.. Enumerable.Range(1, members).Select(number => new Member(number))];

    public static async Task<Room> ConnectAsync(ServerProcess server, string community, int members, CancellationToken cancellationToken)
    {
        var room = new Room(members);
        try
        {
            await Parallel.ForEachAsync(
                room._members,
                new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
                async (member, token) => await member.ConnectAsync(server, community, token));
            room._receiving = Task.WhenAll(room._members.Select(member => Task.Run(() => room.ReceiveAsync(member))));
            return room;
        }
        catch
        {
            await room.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends for a while, and waits until every member has everything.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="senders">How many members send, each its next message when its last one has come back to it.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task SendBackToBackAsync(TimeSpan duration, int senders, CancellationToken cancellationToken) => RunAsync(
        Task.WhenAll(_members.Take(senders).Select(sender => Task.Run(
            async () =>
            {
                for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration;)
                {
                    await SendAsync(sender, Stopwatch.GetTimestamp(), cancellationToken);
                    await sender.OwnDeliveredAsync(cancellationToken);
                }
            },
            cancellationToken))),
        cancellationToken);

    /// <summary>Sends at a rate, whether the server keeps up or not, and waits until every member has everything.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="messagesPerSecond">How many messages are due each second, from one member after the other.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task SendAtRateAsync(TimeSpan duration, double messagesPerSecond, CancellationToken cancellationToken) => RunAsync(
        Task.Run(
            async () =>
            {
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
                    await SendAsync(_members[i % _members.Length], countedFrom, cancellationToken);
                }
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Forgets what was measured so far.</summary>
    public void Forget()
    {
        foreach (var member in _members)
        {
            member.Forget();
        }
    }

    public Latencies TakeLatencies()
    {
        var all = new Latencies();
        foreach (var member in _members)
        {
            all.AddAll(member.Latencies);
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _receiving;
        foreach (var member in _members)
        {
            member.Dispose();
        }

        _leaving.Dispose();
    }

    private async Task SendAsync(Member sender, long countedFrom, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        await sender.SendAsync(countedFrom, cancellationToken);
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

    private async Task RunAsync(Task sending, CancellationToken cancellationToken)
    {
        // One broken member ends the run: what it saw matters more than the senders that wait for it.
        await await Task.WhenAny(sending, _broken.Task);

        var started = Stopwatch.GetTimestamp();
        while (_members.Any(member => member.Received < _sent))
        {
            if (_broken.Task.IsFaulted)
            {
                await _broken.Task;
            }

            if (Stopwatch.GetElapsedTime(started) > DrainDeadline)
            {
                var missing = _members.Sum(member => _sent - member.Received);
                throw new InvalidDataException($"{missing} of {_sent * _members.Length} deliveries never came.");
            }

            await Task.Delay(1, cancellationToken);
        }
    }
}
