using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>Saves a message and then, never before, hands it to everyone in the room.</summary>
internal sealed class RoomPublisher(IMessageStore store, CommunityFeeds feeds)
{
    /// <summary>Saves a message, beside others of its community, and hands it out when its number is next.</summary>
    /// <returns>What the store answered, once everyone here was handed the message, also where an earlier append stored it.</returns>
    /// <exception cref="MessageStoreException">The store was not reached; nothing was handed out.</exception>
    public async ValueTask<AppendResult> PublishAsync(MessageDraft draft)
    {
        using var lease = feeds.Rent(draft.Community);
        await lease.Feed.BeginAsync().ConfigureAwait(false);

        // Nothing cancels this: a message that is stored must also be seen, whether or not its author is still there.
        var result = await store.AppendAsync(draft, CancellationToken.None).ConfigureAwait(false);
        if (!result.Message.IsWithheld)
        {
            // One that was stored before is handed out too, unless it was: its first answer may have been lost.
            await lease.Feed.HandOutAsync(result.Message).ConfigureAwait(false);
        }

        return result;
    }
}
