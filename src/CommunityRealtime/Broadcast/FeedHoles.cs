using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>Reads from the store what one community's order waits for and does not come by itself. At most one reading at a time.</summary>
/// <param name="community">The community.</param>
/// <param name="services">What feeds work with.</param>
/// <param name="order">What waits.</param>
/// <param name="handOut">Hands out what is next now. It does not throw.</param>
internal sealed class FeedHoles(CommunityId community, FeedServices services, FeedOrder order, Action handOut)
{
    /// <summary>How long a missing number may take to come by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to leave a store alone that was not reached.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private const int PageSize = 200;

    private int _isFilling;

    /// <summary>Whether anything waits, or did a moment ago.</summary>
    public bool IsFilling => Volatile.Read(ref _isFilling) != 0;

    /// <summary>Something waits. Returns at once; goes on until nothing waits any more.</summary>
    public void Fill()
    {
        if (Interlocked.Exchange(ref _isFilling, 1) == 0)
        {
            // It serves everyone, so it takes nothing over from whoever happens to come first.
            ThreadPool.UnsafeQueueUserWorkItem(static holes => _ = holes.FillAsync(), this, preferLocal: false);
        }
    }

    /// <summary>As long as anything waits: looks every now and then whether the order moves, and else reads what is missing.</summary>
    private async Task FillAsync()
    {
        var delay = Patience;
        while (true)
        {
            var seen = order.Taken;
            await Task.Delay(delay, services.Time).ConfigureAwait(false);
            if (order.Awaited == 0)
            {
                Volatile.Write(ref _isFilling, 0);
                if (order.Awaited == 0 || Interlocked.Exchange(ref _isFilling, 1) != 0)
                {
                    return;
                }
            }
            else if (order.Taken == seen)
            {
                delay = await TryFillAsync().ConfigureAwait(false) ? Patience : RetryInterval;
            }
        }
    }

    private async Task<bool> TryFillAsync()
    {
        try
        {
            // These are in the store, and so is everything before them.
            var awaited = order.Awaited;
            IReadOnlyList<StoredMessage> page;
            do
            {
                page = await services.Store.ReadAsync(MessageQuery.After(community, order.Taken, PageSize), CancellationToken.None).ConfigureAwait(false);
                var upTo = page.Count < PageSize ? Math.Max(awaited, page.Count == 0 ? 0 : page[^1].Id) : page[^1].Id;
                services.Metrics.BackplaneRepaired(page.Count);
                if (order.Fill(page, upTo))
                {
                    handOut();
                }

                await order.WaitAsync(upTo).ConfigureAwait(false);
            }
            while (page.Count == PageSize);
            return true;
        }
        catch (Exception exception)
        {
            services.Logger.StoreUnavailable(community, ExceptionTypes.Of(exception));
            order.StopWaiting();
            return false;
        }
    }
}
