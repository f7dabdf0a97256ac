using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary>Brings a connection from an old position up to now, as fast as its client takes it: the newest from memory, the rest from the store.</summary>
internal sealed class Replay(CommunityFeeds feeds, IMessageStore store, RoomEvents events, ChatMetrics metrics, ILogger<Replay> logger) : IDisposable
{
    private const int PageSize = 200;

    /// <summary>So many pages are read at once: a thousand clients that come back together must not keep the store from saving.</summary>
    private const int MaxReads = 8;

    private readonly SemaphoreSlim _reads = new(MaxReads);

    /// <summary>Sends everything after a position and then opens the connection for the live room: no gap, no repeat.</summary>
    /// <param name="connection">A connected connection whose replay has begun.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="cancellationToken">The end of the connection.</param>
    public async Task RunAsync(SocketConnection connection, ReplayStart start, CancellationToken cancellationToken)
    {
        var after = start.After;
        var sent = 0;
        long? resumedFrom = start.IsResumption && connection.Profile == ChatProfile.V1 ? after : null;
        using var lease = feeds.Rent(connection.Community);
        try
        {
            int count;
            do
            {
                var query = MessageQuery.After(connection.Community, after, PageSize);
                count = 0;
                foreach (var message in await ReadAsync(lease.Feed, query, cancellationToken).ConfigureAwait(false))
                {
                    await connection.SendReplayedAsync(message).ConfigureAwait(false);
                    after = message.Sequence;
                    count++;
                    sent++;
                }
            }
            while (!connection.IsClosing && (count == PageSize || !await connection.TryEndReplayAsync(resumedFrom).ConfigureAwait(false)));
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                logger.StoreUnavailable(connection.Community, ExceptionTypes.Of(exception));
            }

            // The client comes back with the last number it saw.
            connection.Close(CloseReason.Unavailable);
        }

        metrics.Replayed(sent);
    }

    public void Dispose() => _reads.Dispose();

    private async ValueTask<IEnumerable<RoomEvent>> ReadAsync(CommunityFeed feed, MessageQuery query, CancellationToken cancellationToken)
    {
        if (await feed.ReadAsync(query, cancellationToken).ConfigureAwait(false) is { } recent)
        {
            return recent.Events(query.Community);
        }

        await _reads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Whoever had the turn before may have left what this one needs.
            if (await feed.ReadAsync(query, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept.Events(query.Community);
            }

            var page = await store.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            feed.Keep(page);
            return page.Select(events.Message);
        }
        finally
        {
            _reads.Release();
        }
    }
}
