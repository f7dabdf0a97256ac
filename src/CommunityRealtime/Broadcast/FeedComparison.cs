using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Broadcast;

/// <summary>Compares the communities that have members here with the store: all of them every few seconds, and at once those that may have missed something.</summary>
/// <remarks>What a backplane loses has no successor that would tell; only this finds it.</remarks>
internal sealed class FeedComparison(CommunityFeeds feeds, FeedServices services, ChatBackplaneOptions options) : BackgroundService
{
    /// <summary>How many communities one query asks for.</summary>
    private const int MaxAtOnce = 1_000;

    /// <summary>Whoever can make servers doubt, as by noise on the backplane, must not keep the database busy.</summary>
    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var comparedAt = services.Time.GetTimestamp();
        var interval = Interval();
        while (!stoppingToken.IsCancellationRequested)
        {
            var left = interval - services.Time.GetElapsedTime(comparedAt);
            if (left > TimeSpan.Zero)
            {
                await services.Comparisons.WaitAsync(left, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            IReadOnlyCollection<CommunityFeed> due = services.Comparisons.Take();
            if (services.Time.GetElapsedTime(comparedAt) >= interval)
            {
                comparedAt = services.Time.GetTimestamp();
                interval = Interval();
                due = feeds.WithMembers();
            }

            if (due.Count > 0 && !stoppingToken.IsCancellationRequested)
            {
                await CompareAsync(due, stoppingToken).ConfigureAwait(false);
                await Task.Delay(MinGap, services.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Servers that were started together do not ask together.</summary>
    private TimeSpan Interval() => options.CompareInterval * (0.9 + (0.1 * Random.Shared.NextDouble()));

    private async Task CompareAsync(IReadOnlyCollection<CommunityFeed> due, CancellationToken stopping)
    {
        foreach (var some in due.Chunk(MaxAtOnce))
        {
            try
            {
                var askedAt = services.Time.GetTimestamp();
                var heads = await services.Store.ReadHeadsAsync([.. some.Select(feed => feed.Community)], stopping).ConfigureAwait(false);
                for (var i = 0; i < some.Length; i++)
                {
                    some[i].Compare(heads[i], askedAt);
                }
            }
            catch (Exception exception)
            {
                // The next regular comparison asks for all of them again.
                if (!stopping.IsCancellationRequested)
                {
                    services.Logger.ComparisonFailed(some.Length, ExceptionTypes.Of(exception));
                }
            }
        }
    }
}
