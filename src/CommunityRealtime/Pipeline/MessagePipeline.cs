using CommunityRealtime.Authentication;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Crisis;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Replies;
using CommunityRealtime.Validation;

namespace CommunityRealtime.Pipeline;

/// <summary>The life of a message, from the frame to the room.</summary>
internal sealed class MessagePipeline(
    Admission admission,
    TokenRefresh refresh,
    SlowMode slowMode,
    MessageRateLimiter limiter,
    ContentValidator validator,
    SafetyGate safety,
    SafeNames names,
    SafetyReplies safetyReplies,
    SupportOffers supportOffers,
    CrisisCases crisisCases,
    WithheldMessages withheldMessages,
    RoomPublisher room,
    AppendAnswers answers,
    TimeProvider time)
{
    /// <summary>Handles one frame: read → authorise → slow mode → limit → validate → safety → save → broadcast → acknowledge.</summary>
    /// <param name="connection">The sender's connection; every answer goes to it alone.</param>
    /// <param name="author">The sender.</param>
    /// <param name="frame">The whole frame; not used after the returned task has ended.</param>
    /// <param name="earlier">Ends when the frames before this one are answered; answers go out in the order of the frames.</param>
    /// <returns>When the next frame may be handled. And in it, when this one is answered; neither fails because of the store.</returns>
    public async ValueTask<Task> HandleAsync(SocketConnection connection, AdmittedUser author, ReadOnlyMemory<byte> frame, Task earlier)
    {
        var read = ClientFrameReader.Read(frame, connection.Profile);
        if (read.IsPong || !connection.TryBeginAnswer())
        {
            return Task.CompletedTask;
        }

        var isAnswering = false;
        var trace = read.Message is { } message ? MessageTrace.Start(message.IsAnonymous) : null;
        try
        {
            var answer = await AnswerAsync(new(connection, read.ClientId, trace), author, read, earlier).ConfigureAwait(false);
            isAnswering = answer is not null;
            return answer ?? Task.CompletedTask;
        }
        finally
        {
            if (!isAnswering)
            {
                trace?.Dispose();
                connection.EndAnswer();
            }
        }
    }

    /// <summary>Answers one frame, but for what the store has yet to say.</summary>
    /// <returns>What answers a message that the store was given; it also notes that it is answered.</returns>
    private async ValueTask<Task?> AnswerAsync(SenderReplies replies, AdmittedUser author, ClientFrame read, Task earlier)
    {
        var connection = replies.Connection;
        var (role, refusal) = connection.HasExpired(time.GetUtcNow())
            ? (default, Refusal.TokenExpired)
            : await admission.RecheckAsync(connection.Community, author.Id).ConfigureAwait(false);
        var error = refusal is null ? null : Expel(connection, refusal);
        if (refusal is null)
        {
            var turn = read.Message is null ? default : await slowMode.BeginAsync(connection.Community, author.Id, role, read.ClientId).ConfigureAwait(false);
            try
            {
                (var answer, error) = await CheckAndSubmitAsync(replies, author, read, turn, earlier).ConfigureAwait(false);
                if (answer is not null)
                {
                    // It ends the turn.
                    turn = default;
                    return answer;
                }
            }
            finally
            {
                turn.End(isPosted: false);
            }
        }

        if (error is not null)
        {
            await earlier.ConfigureAwait(false);
            replies.Refuse(error);
        }

        return null;
    }

    /// <summary>Every step of one frame from its limits to the store.</summary>
    /// <returns>What answers a message that the store was given; or why there is none; or neither, when its author was answered.</returns>
    private async ValueTask<(Task? Answer, ProtocolError? Error)> CheckAndSubmitAsync(
        SenderReplies replies, AdmittedUser author, ClientFrame read, SlowModeTurn turn, Task earlier)
    {
        var community = replies.Connection.Community;
        if (turn.Wait is { } wait)
        {
            return (null, await HoldBackAsync(replies, Draft(community, author, read.Message!.Value, read.ClientId), author.Locale, wait).ConfigureAwait(false));
        }

        if (await limiter.TakeAsync(community, author.Id).ConfigureAwait(false) is { } retryAfter)
        {
            return (null, ProtocolError.RateLimited(retryAfter));
        }

        if (read.Token is { } token)
        {
            return (null, await refresh.RunAsync(replies.Connection, token).ConfigureAwait(false));
        }

        if (read is not { Message: { } message })
        {
            return (null, read.Error);
        }

        if (validator.Check(message.Content) is { } fault)
        {
            return (null, fault);
        }

        if (await safety.AssessAsync(community, author.Id, message.Content).ConfigureAwait(false) is not { } assessment)
        {
            return (null, ProtocolError.Unavailable);
        }

        if (!assessment.Allowed)
        {
            await WithholdAsync(replies, Draft(community, author, message, read.ClientId), assessment, author.Locale).ConfigureAwait(false);
            return default;
        }

        var name = message.IsAnonymous ? null : await names.ShownAsync(community, author.DisplayName).ConfigureAwait(false);
        var draft = Draft(community, author, message, read.ClientId, name);
        var saving = await room.SubmitAsync(draft).ConfigureAwait(false);
        return (answers.GiveAsync(replies, draft, saving, SupportFor(draft, assessment, author.Locale), turn, earlier), null);
    }

    private static ProtocolError? Expel(SocketConnection connection, Refusal refusal)
    {
        if (refusal == Refusal.Unavailable)
        {
            return ProtocolError.Unavailable;
        }

        connection.Close(refusal.Close);
        return null;
    }

    /// <summary>What is sent too early in slow mode is judged all the same, and only then refused: a cry for help waits for nothing.</summary>
    /// <returns>Why the message is refused; <see langword="null"/> when its author was answered.</returns>
    private async ValueTask<ProtocolError?> HoldBackAsync(SenderReplies replies, MessageDraft draft, UserLocale locale, TimeSpan wait)
    {
        if (validator.Check(draft.Content) is { } fault)
        {
            return fault;
        }

        if (await safety.AssessAsync(draft.Community, draft.Author, draft.Content).ConfigureAwait(false) is not { } assessment)
        {
            return ProtocolError.Unavailable;
        }

        if (assessment.Allowed || assessment.Verdict == SafetyVerdict.Hold)
        {
            return ProtocolError.SlowMode(wait);
        }

        if (await limiter.TakeAsync(draft.Community, draft.Author).ConfigureAwait(false) is { } retryAfter)
        {
            return ProtocolError.RateLimited(retryAfter);
        }

        await WithholdAsync(replies, draft, assessment, locale).ConfigureAwait(false);
        return null;
    }

    /// <summary>Nobody but its author learns of a message that is not shown. In a crisis the case is committed before the reply goes out.</summary>
    private async Task WithholdAsync(SenderReplies replies, MessageDraft draft, SafetyAssessment assessment, UserLocale locale)
    {
        RaisedCrisis? crisis = null;
        if (assessment is { Verdict: SafetyVerdict.Withhold } or { Category: SafetyCategory.Crisis })
        {
            crisis = await crisisCases.RaiseAsync(draft, assessment.Level).ConfigureAwait(false);
            if (crisis is null)
            {
                replies.Refuse(ProtocolError.Unavailable);
                return;
            }
        }

        var reply = assessment.SafeReply ?? safetyReplies.For(assessment, locale, crisis?.Duty ?? CareTeamDuty.Unknown, crisis?.IsFollowUp ?? false);
        if (crisis is null && assessment.Verdict == SafetyVerdict.Hold)
        {
            await HoldAsync(replies, draft, reply).ConfigureAwait(false);
            return;
        }

        if (replies.ClientId is not null)
        {
            // The author can send it again. Once the case is committed, somebody in a crisis gets an answer whatever becomes of the key.
            reply = await withheldMessages.KeepAsync(draft, reply).ConfigureAwait(false) ?? (crisis is null ? null : reply);
        }

        if (reply is null)
        {
            replies.Refuse(ProtocolError.Unavailable);
        }
        else
        {
            replies.Support(reply);
        }
    }

    /// <summary>The author learns that the message waits for a review only after it is kept for one.</summary>
    private async Task HoldAsync(SenderReplies replies, MessageDraft draft, string reply)
    {
        var (kept, error) = await withheldMessages.HoldAsync(draft, reply).ConfigureAwait(false);
        if (error is null)
        {
            replies.Support(kept!);
        }
        else
        {
            replies.Refuse(error);
        }
    }

    /// <summary>What the author of a message that is shown is told privately: the standard offer only now and then.</summary>
    private string? SupportFor(MessageDraft draft, SafetyAssessment assessment, UserLocale locale) =>
        assessment is { Verdict: SafetyVerdict.AllowWithSupport, SafeReply: null } && supportOffers.Take(draft.Community, draft.Author)
            ? safetyReplies.For(assessment, locale)
            : assessment.SafeReply;

    private MessageDraft Draft(CommunityId community, AdmittedUser author, ClientMessage message, string? clientId, string? displayName = null) => new()
    {
        Community = community,
        Author = author.Id,
        DisplayName = displayName,
        Content = message.Content,
        IsAnonymous = message.IsAnonymous,
        CreatedAt = Cut(time.GetUtcNow(), message.IsAnonymous ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond),
        ClientId = clientId ?? MadeClientIds.Next(),
    };

    /// <summary>Cut before the first use, so that live frames, history and database say the same; see <see cref="MessageDraft.CreatedAt"/>.</summary>
    private static DateTimeOffset Cut(DateTimeOffset now, long ticks) => new(now.UtcTicks - (now.UtcTicks % ticks), TimeSpan.Zero);
}
