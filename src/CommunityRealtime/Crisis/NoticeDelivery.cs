using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>Hands notices to one channel: each at least once, again after a failure, with the same id.</summary>
internal sealed class NoticeDelivery(
    ICrisisNotifier notifier,
    ICrisisCaseStore store,
    ICrisisOutbox outbox,
    CrisisSignal signal,
    CrisisMetrics metrics,
    ChatCrisisOptions options,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxAtOnce = 8;

    // Time to say what became of an attempt, so that as a rule only a dead process loses a lease. Others wait as long after a crash.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(10);

    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>Delivers what is due.</summary>
    /// <returns>Whether more may be due.</returns>
    public async Task<bool> DeliverAsync()
    {
        var now = time.GetUtcNow();
        var due = await outbox.LeaseAsync(
            notifier.Name, _owner, now, now + options.NotifyTimeout + LeaseMargin, MaxAtOnce, CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(due.Select(DeliverAsync)).ConfigureAwait(false);
        return due.Count == MaxAtOnce;
    }

    /// <summary>Makes one attempt: notify → note what became of it → move the case on.</summary>
    private async Task DeliverAsync(PendingNotice pending)
    {
        var failure = await NotifyAsync(pending.Notice).ConfigureAwait(false);
        var now = time.NowInMilliseconds();
        var outcome = failure is null ? NoticeOutcome.Delivered
            : now - pending.CreatedAt >= options.GiveUpAfter ? NoticeOutcome.GivenUp
            : NoticeOutcome.Postponed;
        metrics.Noticed(pending, outcome);
        var at = outcome == NoticeOutcome.Postponed ? now + NoticeRetry.Delay(pending.Attempts, options) : now;
        if (failure is not null)
        {
            Log(pending, outcome, failure);
        }

        if (outcome == NoticeOutcome.Postponed)
        {
            signal.SetAt(at, time);
        }

        if (await outbox.SettleAsync(pending.Notice.Id, _owner, outcome, at, CancellationToken.None).ConfigureAwait(false)
            && outcome != NoticeOutcome.Postponed)
        {
            await store.ChangeAsync(pending.Notice.CaseId, current => Moved(current, outcome, now), null, CancellationToken.None).ConfigureAwait(false);
            signal.Set();
        }
    }

    private static CrisisChange? Moved(CrisisCase current, NoticeOutcome outcome, DateTimeOffset now)
    {
        if (outcome == NoticeOutcome.GivenUp)
        {
            return With(current, CrisisEventKind.NoticeGivenUp, now);
        }

        return current.State == CrisisCaseState.Raised
            ? With(current with { State = CrisisCaseState.Notified }, CrisisEventKind.Notified, now)
            : null;
    }

    private static CrisisChange With(CrisisCase current, CrisisEventKind kind, DateTimeOffset now) => new()
    {
        Case = current with { ChangedAt = now },
        Events = [new() { Kind = kind, State = current.State, At = now }],
    };

    /// <summary>Calls the notifier once.</summary>
    /// <returns>The types of the failure; <see langword="null"/> when the notice was handed over.</returns>
    private async Task<string?> NotifyAsync(CrisisNotice notice)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.NotifyTimeout, time);
            await LateFailures.Observe(notifier.NotifyAsync(notice, timeout.Token).AsTask()).WaitAsync(timeout.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionTypes.Of(exception);
        }
    }

    private void Log(PendingNotice pending, NoticeOutcome outcome, string failure)
    {
        var notice = pending.Notice;
        if (outcome == NoticeOutcome.GivenUp)
        {
            logger.CrisisNoticeGivenUp(notice.CaseId, notice.Level.ToString(), notice.Community, pending.Channel, pending.Attempts, failure);
        }
        else
        {
            logger.CrisisNotificationFailed(notice.CaseId, notice.Level.ToString(), notice.Community, pending.Channel, pending.Attempts, failure);
        }
    }
}
