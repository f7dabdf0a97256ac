using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Broadcast;

/// <summary>Saves a message and then, never before, hands it to everyone in the room.</summary>
internal sealed class RoomPublisher(
    IMessageStore store, RoomEvents events, IConnectionManager connections, ILogger<RoomPublisher> logger)
{
    private readonly RoomOrder _order = new();

    /// <summary>Saves and broadcasts in one turn of the community, so that members see messages in the order of their numbers.</summary>
    /// <returns>What the store answered. A message that was stored before is not broadcast again.</returns>
    /// <exception cref="MessageStoreException">The store was not reached; nothing was broadcast.</exception>
    public async ValueTask<AppendResult> PublishAsync(MessageDraft draft)
    {
        using (await _order.EnterAsync(draft.Community).ConfigureAwait(false))
        {
            // Nothing cancels this: a message that is stored must also be seen, whether or not its author is still there.
            var result = await store.AppendAsync(draft, CancellationToken.None).ConfigureAwait(false);
            if (result.Outcome == AppendOutcome.Stored)
            {
                Broadcast(result.Message);
            }

            return result;
        }
    }

    private void Broadcast(StoredMessage message)
    {
        try
        {
            connections.Broadcast(events.Message(message));
        }
        catch (Exception exception)
        {
            // The message is stored: its author must not be told that it is not.
            logger.BroadcastFailed(message.Community, ExceptionTypes.Of(exception));
        }
    }
}
