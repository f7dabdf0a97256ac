using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary>Brings a connection from an old position up to now, straight from the store, as fast as its client takes it.</summary>
internal sealed class Replay(IMessageStore store, RoomEvents events, ILogger<Replay> logger)
{
    private const int PageSize = 200;

    /// <summary>Sends everything after a position and then opens the connection for the live room: no gap, no repeat.</summary>
    /// <param name="connection">A connected connection whose replay has begun.</param>
    /// <param name="after">The number of the last message that the client has.</param>
    /// <param name="cancellationToken">The end of the connection.</param>
    public async Task RunAsync(SocketConnection connection, long after, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<StoredMessage> page;
            do
            {
                page = await store.ReadAsync(MessageQuery.After(connection.Community, after, PageSize), cancellationToken).ConfigureAwait(false);
                foreach (var message in page)
                {
                    await connection.SendReplayedAsync(events.Message(message)).ConfigureAwait(false);
                    after = message.Id;
                }
            }
            while (!connection.IsClosing && (page.Count == PageSize || !await connection.TryEndReplayAsync().ConfigureAwait(false)));
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
}
