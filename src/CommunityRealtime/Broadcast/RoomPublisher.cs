using System.Diagnostics;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>Saves a message and then, never before, hands it to everyone in the room.</summary>
internal sealed class RoomPublisher(IMessageStore store, CommunityFeeds feeds, ChatMetrics metrics)
{
    /// <summary>Begins to save a message, beside others of its community, and hands it out when its number is next.</summary>
    /// <returns>
    /// When the store was given the message: of two messages one after the other, the first gets the smaller number. And in it, what the
    /// store answered, once everyone here was handed the message, also where an earlier append stored it; it fails with a
    /// <see cref="MessageStoreException"/> when the store was not reached, and then nothing was handed out.
    /// </returns>
    public async ValueTask<ValueTask<AppendResult>> SubmitAsync(MessageDraft draft)
    {
        var lease = feeds.Rent(draft.Community);
        try
        {
            await lease.Feed.BeginAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lease.Dispose();
            return ValueTask.FromException<AppendResult>(exception);
        }

        return PublishAsync(lease, draft);
    }

    private async ValueTask<AppendResult> PublishAsync(FeedLease lease, MessageDraft draft)
    {
        using (lease)
        {
            // Nothing cancels this: a message that is stored must also be seen, whether or not its author is still there.
            var result = await AppendAsync(draft).ConfigureAwait(false);
            if (!result.Message.IsWithheld)
            {
                // One that was stored before is handed out too, unless it was: its first answer may have been lost.
                lease.Feed.Publish(result.Message);
                await lease.Feed.HandOutAsync(result.Message).ConfigureAwait(false);
            }

            return result;
        }
    }

    private async ValueTask<AppendResult> AppendAsync(MessageDraft draft)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = "failed";
        using var step = ChatTracing.StartStep("append");
        try
        {
            var result = await store.AppendAsync(draft, CancellationToken.None).ConfigureAwait(false);
            outcome = result.Outcome switch { AppendOutcome.Stored => "stored", AppendOutcome.Duplicate => "duplicate", _ => "conflict" };
            return result;
        }
        finally
        {
            metrics.MessageAppended(outcome, Stopwatch.GetElapsedTime(began));
        }
    }
}
