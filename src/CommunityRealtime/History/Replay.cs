using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary>Brings a connection from an old position up to now, straight from the store, as fast as its client takes it.</summary>
internal sealed class Replay(IMessageStore store, RoomEvents events, ILogger<Replay> logger) : IDisposable
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
        long? resumedFrom = start.IsResumption && connection.Profile == ChatProfile.V1 ? after : null;
        try
        {
            IReadOnlyList<StoredMessage> page;
            do
            {
                page = await ReadAsync(MessageQuery.After(connection.Community, after, PageSize), cancellationToken).ConfigureAwait(false);
                foreach (var message in page)
                {
                    await connection.SendReplayedAsync(events.Message(message)).ConfigureAwait(false);
                    after = message.Id;
                }
            }
            while (!connection.IsClosing && (page.Count == PageSize || !await connection.TryEndReplayAsync(resumedFrom).ConfigureAwait(false)));
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
    }

    public void Dispose() => _reads.Dispose();

    private async ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await store.ReadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reads.Release();
        }
    }
}
