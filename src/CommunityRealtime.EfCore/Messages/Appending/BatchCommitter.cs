using CommunityRealtime.EfCore.Database;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>Brings batches into the database, whatever happens on the way. One batch at a time.</summary>
internal sealed class BatchCommitter(ChatDatabase database) : IAsyncDisposable
{
    /// <summary>How often a batch is divided to find the messages that the database refuses; a database that refuses everything is left alone then.</summary>
    private const int MaxRefusals = 64;

    /// <summary>How often to try again when the database says that a commit failed; it is taken at its word the second time.</summary>
    private const int MaxRefusedCommits = 2;

    /// <summary>How often to try again when another server was quicker, which happens to the first messages of a community.</summary>
    private const int MaxOvertakings = 3;

    /// <summary>How long to wait before finding out again what became of a commit; about ten seconds in all.</summary>
    private static readonly TimeSpan[] Pauses
        = [.. new[] { 50, 100, 200, 400, 800, 1600, 3200, 3200 }.Select(pause => TimeSpan.FromMilliseconds(pause))];

    private ChatSession? _session;
    private BatchStore? _store;
    private int _refusals;
    private Exception? _gaveUp;

    /// <summary>Stores a batch, or what of it can be stored. Never throws; every append has a result or a failure afterwards.</summary>
    public async Task CommitAsync(IReadOnlyList<PendingAppend> appends, CancellationToken abandoned)
    {
        _refusals = 0;
        _gaveUp = null;
        await CommitPartAsync(appends, abandoned).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task CommitPartAsync(IReadOnlyList<PendingAppend> appends, CancellationToken abandoned)
    {
        if (_gaveUp is not null)
        {
            Fail(appends, _gaveUp);
            return;
        }

        if (await TryCommitAsync(appends, abandoned).ConfigureAwait(false) is not var (failure, exception))
        {
            return;
        }

        var isRefused = failure is BatchFailure.Refused or BatchFailure.Overtaken;
        if (isRefused && appends.Count > 1 && ++_refusals <= MaxRefusals)
        {
            // One bad message must not take the others with it.
            var half = appends.Count / 2;
            await CommitPartAsync([.. appends.Take(half)], abandoned).ConfigureAwait(false);
            await CommitPartAsync([.. appends.Skip(half)], abandoned).ConfigureAwait(false);
            return;
        }

        if (!isRefused || _refusals > MaxRefusals)
        {
            // It is not about these messages, so the rest of the batch would fare no better.
            _gaveUp = exception;
        }

        Fail(appends, exception);
    }

    private static void Fail(IReadOnlyList<PendingAppend> appends, Exception exception)
    {
        foreach (var append in appends)
        {
            append.Failed(exception);
        }
    }

    /// <summary>Runs the transaction, again and again until its outcome is known: by their retry keys, repeated messages are stored once.</summary>
    private async Task<(BatchFailure Failure, Exception Exception)?> TryCommitAsync(
        IReadOnlyList<PendingAppend> appends, CancellationToken abandoned)
    {
        var unknown = false;
        for (var tries = 1; ; tries++)
        {
            var failed = await TryOnceAsync(appends, abandoned).ConfigureAwait(false);
            if (failed is not var (failure, _))
            {
                return null;
            }

            if (failure is BatchFailure.Unanswered or BatchFailure.CommitRefused)
            {
                unknown = true;
                foreach (var append in appends)
                {
                    append.MayBeStored = true;
                }
            }

            var maxTries = failure switch
            {
                BatchFailure.CommitRefused => MaxRefusedCommits,
                BatchFailure.Overtaken => MaxOvertakings,
                _ => Pauses.Length,
            };
            var canHelp = failure == BatchFailure.Overtaken || (unknown && failure != BatchFailure.Refused);
            if (!canHelp || tries > maxTries || abandoned.IsCancellationRequested)
            {
                return failed;
            }

            await Task.Delay(Pauses[tries - 1], abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(BatchFailure Failure, Exception Exception)?> TryOnceAsync(
        IReadOnlyList<PendingAppend> appends, CancellationToken abandoned)
    {
        try
        {
            _session ??= await database.OpenSessionAsync(abandoned).ConfigureAwait(false);
            using var turn = await database.EnterAsync(_session.Context, abandoned).ConfigureAwait(false);
            _store ??= await BatchStore.OpenAsync(_session.Context, abandoned).ConfigureAwait(false);
            await _store.StoreAsync(appends, abandoned).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            // Whatever it is, it must not end the writer: then everyone would wait for ever.
            var failure = _store?.Explain(exception) ?? BatchFailure.NotReached;
            await CloseAsync().ConfigureAwait(false);
            return (failure, exception);
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_store is not null)
            {
                await _store.DisposeAsync().ConfigureAwait(false);
            }

            if (_session is not null)
            {
                await _session.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // What is broken may not close well either, and the next batch opens its own.
        }

        _store = null;
        _session = null;
    }
}
