using CommunityRealtime.EfCore.Database;
using CommunityRealtime.Messages;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>The one writer of this process: stores whatever waits in one transaction, and then what came meanwhile in the next.</summary>
/// <remarks>
/// No timer makes batches: while the database is busy with one, the next one gathers. Every member may be called at the same time
/// as any other.
/// </remarks>
internal sealed class AppendWriter : IAsyncDisposable, IDisposable
{
    /// <summary>How long a full queue asks senders to wait; far more than it takes to empty it.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long a process that ends without a host waits for what is under way.</summary>
    private static readonly TimeSpan MaxDisposeTime = TimeSpan.FromSeconds(5);

    private readonly AppendQueue _queue = new();
    private readonly AppendBatch _batch = new();
    private readonly BatchCommitter _committer;
    private readonly WriteProbe _probe;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Lazy<Task> _running;

    public AppendWriter(ChatDatabase database, WriteProbe probe)
    {
        _probe = probe;
        _committer = new BatchCommitter(database);
        _running = new(Start);
    }

    /// <summary>Waits until the message is committed. Cancelling ends the wait and nothing else.</summary>
    public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        _ = _running.Value;
        var append = new PendingAppend(draft);
        if (!_queue.TryAdd(append))
        {
            append.Refuse(_queue.IsClosed ? Closed() : Full());
        }

        return new(cancellationToken.CanBeCanceled ? append.Task.WaitAsync(cancellationToken) : append.Task);
    }

    /// <summary>Takes nothing more and stores what waits.</summary>
    /// <param name="cancellationToken">Ends the patience: whoever still waits is then told that the outcome is not known.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        if (!_running.IsValueCreated)
        {
            return;
        }

        try
        {
            await _running.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            _batch.Abandon(Closed());
            while (_queue.TryTake(out var append))
            {
                append.Refuse(Closed());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(MaxDisposeTime);
        await StopAsync(patience.Token).ConfigureAwait(false);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static MessageStoreException Full() => new("The message store has too much to do.") { RetryAfter = RetryAfter };

    private static MessageStoreException Closed() => new("The message store is shutting down.");

    private Task Start()
    {
        // The writer serves everyone, so it takes nothing over from whoever happens to come first: no trace, no ambient transaction.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync().ConfigureAwait(false))
        {
            _batch.Fill(_queue);
            await _committer.CommitAsync(_batch.Firsts, _abandoned.Token).ConfigureAwait(false);
            _probe.Observe(_batch.Firsts);
            _batch.Answer();
        }

        await _committer.DisposeAsync().ConfigureAwait(false);
    }
}
