using System.Collections.Concurrent;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.RateLimiting;

/// <summary>Settings of communities that were looked up a moment ago, so that no message waits for a database because of them.</summary>
/// <remarks>May be used from many threads. When settings are too old one sender waits for new ones, and the others go on with the old.</remarks>
internal sealed class KnownCommunitySettings(ICommunitySettings settings, TimeProvider time, ILogger<KnownCommunitySettings> logger)
{
    private const int MostCommunities = 20_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<CommunityId, Known> _known = new();

    /// <summary>The settings of a community. It never fails.</summary>
    public ValueTask<CommunitySettings> FindAsync(CommunityId community) =>
        !_known.TryGetValue(community, out var known) ? AskAsync(community, CommunitySettings.Default)
        : time.GetElapsedTime(known.At) < MaxAge || !known.TryAsk() ? new(known.Settings)
        : AskAsync(community, known.Settings);

    private async ValueTask<CommunitySettings> AskAsync(CommunityId community, CommunitySettings lastKnown)
    {
        var found = lastKnown;
        try
        {
            found = await AskAsync(community).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.CommunitySettingsUnavailable(community, ExceptionTypes.Of(exception));
        }

        if (_known.Count >= MostCommunities)
        {
            _known.Clear();
        }

        _known[community] = new(found, time.GetTimestamp());
        return found;
    }

    private async ValueTask<CommunitySettings> AskAsync(CommunityId community)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var pending = settings.FindAsync(community, patience.Token);
        if (pending.IsCompletedSuccessfully)
        {
            // The usual case, which needs no timer.
            return pending.Result;
        }

        patience.CancelAfter(Patience);
        return await LateFailures.Observe(pending.AsTask()).WaitAsync(patience.Token).ConfigureAwait(false);
    }

    private sealed class Known(CommunitySettings settings, long at)
    {
        private int _asked;

        public CommunitySettings Settings => settings;

        public long At => at;

        /// <summary>Whether the caller is the one who looks them up anew.</summary>
        public bool TryAsk() => Interlocked.Exchange(ref _asked, 1) == 0;
    }
}
