using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Safety;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Pipeline;

/// <summary>Answers the senders of messages that the store was given.</summary>
internal sealed class AppendAnswers(WithheldMessages withheldMessages, ILogger<AppendAnswers> logger)
{
    /// <summary>Waits for the store, and answers.</summary>
    /// <param name="replies">To whom.</param>
    /// <param name="draft">The message.</param>
    /// <param name="saving">What the store makes of it.</param>
    /// <param name="support">What its author is told privately once it is stored.</param>
    /// <param name="turn">Its turn in slow mode, which ends here.</param>
    /// <param name="earlier">Ends when the frames before it are answered.</param>
    public async Task GiveAsync(SenderReplies replies, MessageDraft draft, ValueTask<AppendResult> saving, string? support, SlowModeTurn turn, Task earlier)
    {
        AppendResult? result = null;
        var error = ProtocolError.Unavailable;
        try
        {
            result = await saving.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.StoreUnavailable(draft.Community, ExceptionTypes.Of(exception));
            error = ProtocolError.Unavailable with { RetryAfter = (exception as MessageStoreException)?.RetryAfter };
        }

        turn.End(isPosted: result is { Outcome: AppendOutcome.Stored });
        await earlier.ConfigureAwait(false);
        try
        {
            Answer(replies, draft, result, error, support);
        }
        catch (Exception exception)
        {
            logger.ConnectionFailed(replies.Connection.Id, ExceptionTypes.Of(exception));
            replies.Connection.Close(CloseReason.InternalError);
        }
        finally
        {
            replies.Trace?.Dispose();
            replies.Connection.EndAnswer();
        }
    }

    private void Answer(SenderReplies replies, MessageDraft draft, AppendResult? result, ProtocolError error, string? support)
    {
        if (result is null)
        {
            replies.Refuse(error);
        }
        else if (result.Outcome != AppendOutcome.Conflict)
        {
            replies.Acknowledge(result);
            if (support is not null)
            {
                replies.Support(support);
            }
        }
        else if (withheldMessages.ReplyTo(draft.Content, result.Message) is { } reply)
        {
            replies.Support(reply);
        }
        else
        {
            replies.Refuse(ProtocolError.Conflict);
        }
    }
}
