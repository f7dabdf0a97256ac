using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Safety;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Pipeline;

/// <summary>The life of a message, from the frame to the room.</summary>
internal sealed class MessagePipeline(
    Admission admission,
    MessageRateLimiter limiter,
    ContentValidator validator,
    SafetyGate safety,
    CrisisCases crisisCases,
    WithheldMessages withheldMessages,
    CrisisDispatcher crisisDispatcher,
    RoomPublisher room,
    TimeProvider time,
    ILogger<MessagePipeline> logger)
{
    /// <summary>Handles one frame: read → authorise → limit → validate → safety → save → broadcast → acknowledge.</summary>
    /// <param name="connection">The sender's connection; every answer goes to it alone.</param>
    /// <param name="author">The sender.</param>
    /// <param name="frame">The whole frame; not used after the returned task has ended.</param>
    public async Task HandleAsync(IChatConnection connection, AdmittedUser author, ReadOnlyMemory<byte> frame)
    {
        var read = ClientFrameReader.Read(frame, connection.Profile);
        if (read.IsPong)
        {
            return;
        }

        var community = connection.Community;
        var replies = new SenderReplies(connection, read.ClientId);
        if (await admission.RecheckAsync(community, author.Id).ConfigureAwait(false) is { } refusal)
        {
            Expel(replies, refusal);
        }
        else if (!limiter.TryTake(community, author.Id, out var retryAfter))
        {
            replies.Refuse(ProtocolError.RateLimited(retryAfter));
        }
        else if (read is not { Message: { } message })
        {
            replies.Refuse(read.Error!);
        }
        else if (validator.Check(message.Content) is { } error)
        {
            replies.Refuse(error);
        }
        else if (await safety.AssessAsync(community, message.Content).ConfigureAwait(false) is not { } assessment)
        {
            replies.Refuse(ProtocolError.Unavailable);
        }
        else if (!assessment.Allowed)
        {
            await WithholdAsync(replies, Draft(community, author, message, read.ClientId), assessment).ConfigureAwait(false);
        }
        else if (await TryPublishAsync(replies, Draft(community, author, message, read.ClientId)).ConfigureAwait(false) && assessment.SafeReply is { } support)
        {
            replies.Support(support);
        }
    }

    private static void Expel(SenderReplies replies, Refusal refusal)
    {
        if (refusal == Refusal.Unavailable)
        {
            replies.Refuse(ProtocolError.Unavailable);
        }
        else
        {
            replies.Connection.Close(refusal.Close.Status, refusal.Close.Word);
        }
    }

    /// <summary>Nobody but its author learns of a message that is not shown. In a crisis the case is committed before the reply goes out.</summary>
    private async Task WithholdAsync(SenderReplies replies, MessageDraft draft, SafetyAssessment assessment)
    {
        CrisisNotice? notice = null;
        if (assessment is { Verdict: SafetyVerdict.Withhold } or { Category: SafetyCategory.Crisis })
        {
            notice = await crisisCases.OpenAsync(
                draft.Community, draft.Author, draft.ClientId, draft.Content, draft.IsAnonymous, assessment.Level).ConfigureAwait(false);
            if (notice is null)
            {
                replies.Refuse(ProtocolError.Unavailable);
                return;
            }
        }

        var reply = assessment.SafeReply ?? SafetyReplies.For(assessment);
        if (replies.ClientId is not null)
        {
            // The author can send it again. Once the case is committed, somebody in a crisis gets an answer whatever becomes of the key.
            reply = await withheldMessages.KeepAsync(draft, reply).ConfigureAwait(false) ?? (notice is null ? null : reply);
        }

        if (reply is null)
        {
            replies.Refuse(ProtocolError.Unavailable);
        }
        else
        {
            replies.Support(reply);
        }

        if (notice is not null)
        {
            await crisisDispatcher.DispatchAsync(notice).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryPublishAsync(SenderReplies replies, MessageDraft draft)
    {
        try
        {
            var result = await room.PublishAsync(draft).ConfigureAwait(false);
            if (result.Outcome == AppendOutcome.Conflict)
            {
                if (withheldMessages.ReplyTo(draft.Content, result.Message) is { } reply)
                {
                    replies.Support(reply);
                }
                else
                {
                    replies.Refuse(ProtocolError.Conflict);
                }

                return false;
            }

            replies.Acknowledge(result);
            return true;
        }
        catch (Exception exception)
        {
            logger.StoreUnavailable(draft.Community, ExceptionTypes.Of(exception));
            replies.Refuse(ProtocolError.Unavailable with { RetryAfter = (exception as MessageStoreException)?.RetryAfter });
            return false;
        }
    }

    private MessageDraft Draft(CommunityId community, AdmittedUser author, ClientMessage message, string? clientId) => new()
    {
        Community = community,
        Author = author.Id,
        DisplayName = message.IsAnonymous ? null : author.DisplayName,
        Content = message.Content,
        IsAnonymous = message.IsAnonymous,
        CreatedAt = Cut(time.GetUtcNow(), message.IsAnonymous ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond),
        ClientId = clientId ?? Guid.NewGuid().ToString("N"),
    };

    /// <summary>Cut before the first use, so that live frames, history and database say the same; see <see cref="MessageDraft.CreatedAt"/>.</summary>
    private static DateTimeOffset Cut(DateTimeOffset now, long ticks) => new(now.UtcTicks - (now.UtcTicks % ticks), TimeSpan.Zero);
}
