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
    /// <summary>Handles one frame: authorise → limit → validate → safety → save → broadcast → acknowledge.</summary>
    /// <param name="connection">The sender's connection; every answer goes to it alone.</param>
    /// <param name="author">The sender.</param>
    /// <param name="frame">The whole frame; not used after the returned task has ended.</param>
    public async Task HandleAsync(IChatConnection connection, AdmittedUser author, ReadOnlyMemory<byte> frame)
    {
        var community = connection.Community;

        // The one place where a client's own retry key comes in; no frame of the wire has one yet.
        string? clientId = null;
        if (await admission.RecheckAsync(community, author.Id).ConfigureAwait(false) is { } refusal)
        {
            Expel(connection, refusal);
        }
        else if (!limiter.TryTake(community, author.Id, out var retryAfter))
        {
            connection.Send(ServerFrames.Error(ProtocolError.RateLimited(retryAfter)));
        }
        else if (!ClientFrameReader.TryRead(frame, out var message, out var error) || (error = validator.Check(message.Content)) is not null)
        {
            connection.Send(ServerFrames.Error(error));
        }
        else if (await safety.AssessAsync(community, message.Content).ConfigureAwait(false) is not { } assessment)
        {
            connection.Send(ServerFrames.Error(ProtocolError.Unavailable));
        }
        else if (!assessment.Allowed)
        {
            await WithholdAsync(connection, Draft(community, author, message, clientId), isRepeatable: clientId is not null, assessment).ConfigureAwait(false);
        }
        else if (await TryPublishAsync(connection, Draft(community, author, message, clientId)).ConfigureAwait(false) && assessment.SafeReply is { } support)
        {
            connection.Send(ServerFrames.SafetyReply(support));
        }
    }

    private static void Expel(IChatConnection connection, Refusal refusal)
    {
        if (refusal == Refusal.Unavailable)
        {
            connection.Send(ServerFrames.Error(ProtocolError.Unavailable));
        }
        else
        {
            connection.Close(refusal.Close.Status, refusal.Close.Word);
        }
    }

    /// <summary>Nobody but its author learns of a message that is not shown. In a crisis the case is committed before the reply goes out.</summary>
    /// <param name="connection">The author's connection.</param>
    /// <param name="draft">The message.</param>
    /// <param name="isRepeatable">Whether the author can send it again under the same retry key, so that the key has to be kept.</param>
    /// <param name="assessment">The judgement.</param>
    private async Task WithholdAsync(IChatConnection connection, MessageDraft draft, bool isRepeatable, SafetyAssessment assessment)
    {
        CrisisNotice? notice = null;
        if (assessment is { Verdict: SafetyVerdict.Withhold } or { Category: SafetyCategory.Crisis })
        {
            notice = await crisisCases.OpenAsync(
                draft.Community, draft.Author, draft.ClientId, draft.Content, draft.IsAnonymous, assessment.Level).ConfigureAwait(false);
            if (notice is null)
            {
                connection.Send(ServerFrames.Error(ProtocolError.Unavailable));
                return;
            }
        }

        var reply = assessment.SafeReply ?? SafetyReplies.For(assessment);
        if (isRepeatable)
        {
            // Once the case is committed, somebody in a crisis gets an answer whatever becomes of the key.
            reply = await withheldMessages.KeepAsync(draft, reply).ConfigureAwait(false) ?? (notice is null ? null : reply);
        }

        connection.Send(reply is null ? ServerFrames.Error(ProtocolError.Unavailable) : ServerFrames.SafetyReply(reply));
        if (notice is not null)
        {
            await crisisDispatcher.DispatchAsync(notice).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryPublishAsync(IChatConnection connection, MessageDraft draft)
    {
        try
        {
            var result = await room.PublishAsync(draft).ConfigureAwait(false);
            if (result.Outcome == AppendOutcome.Conflict)
            {
                connection.Send(withheldMessages.ReplyTo(draft.Content, result.Message) is { } reply
                    ? ServerFrames.SafetyReply(reply)
                    : ServerFrames.Error(ProtocolError.Conflict));
            }

            return result.Outcome != AppendOutcome.Conflict;
        }
        catch (Exception exception)
        {
            logger.StoreUnavailable(draft.Community, ExceptionTypes.Of(exception));
            connection.Send(ServerFrames.Error(ProtocolError.Unavailable));
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
