using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.History;

/// <summary>The first frame in the profile <c>community-chat.v1</c>: who the client is here, what it may do, and where the community stands.</summary>
internal sealed class Greeting(
    CommunityFeeds feeds, ChatLimitsOptions limits, ChatRateLimitOptions rateLimit, ChatSocketOptions sockets, ILogger<Greeting> logger)
{
    /// <summary>Greets a connection, and opens it for the live room unless a replay comes first.</summary>
    /// <param name="connection">A connected connection whose replay has begun.</param>
    /// <param name="user">Whose connection it is.</param>
    /// <param name="position">The position that the client comes back with, if any.</param>
    /// <param name="cancellationToken">The end of the connection.</param>
    /// <returns>
    /// Where a replay has to begin; <see langword="null"/> for none. Where the store is not reached the connection is closed.
    /// </returns>
    public async ValueTask<ReplayStart?> SendAsync(
        SocketConnection connection, AdmittedUser user, ResumePosition? position, CancellationToken cancellationToken)
    {
        CommunityHead head;
        try
        {
            using var lease = feeds.Rent(connection.Community);
            head = await lease.Feed.GetHeadAsync(position?.After ?? 0, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                logger.StoreUnavailable(connection.Community, ExceptionTypes.Of(exception));
            }

            connection.Close(CloseReason.Unavailable);
            return null;
        }

        connection.Greet(V1Frames.Ready(Describe(connection, user, head)), head.Newest);
        if (position is not null)
        {
            if (WhyReset(position, head) is not { } reason)
            {
                return new(position.After, IsResumption: true);
            }

            connection.Send(V1Frames.Reset(reason));
        }

        return connection.TrySkipReplay(head.Newest) ? null : new(head.Newest, IsResumption: false);
    }

    /// <summary>Why a position says nothing about this history. The beginning is the beginning of every one.</summary>
    private static ResetReason? WhyReset(ResumePosition position, CommunityHead head) => position switch
    {
        { After: > 0, Epoch: { } epoch } when epoch != head.Epoch => ResetReason.EpochChanged,
        _ when position.After > head.Newest => ResetReason.PositionAhead,
        _ => null,
    };

    private WireReady Describe(SocketConnection connection, AdmittedUser user, CommunityHead head) => new()
    {
        ConnectionId = connection.Id,
        Community = connection.Community,
        User = user.Id,
        Role = user.Role switch
        {
            CommunityRole.Moderator => "moderator",
            CommunityRole.Therapist => "therapist",
            CommunityRole.CareLead => "care_lead",
            _ => "member",
        },
        Epoch = head.Epoch,
        Seq = head.Newest,
        ExpiresAt = user.ExpiresAt,
        HeartbeatSeconds = sockets.KeepAliveInterval.TotalSeconds,
        MaxContentCharacters = limits.MaxContentCharacters,
        MaxFrameBytes = limits.MaxFrameBytes,
        MessagesPerSecond = rateLimit.MessagesPerSecond,
        Burst = rateLimit.Burst,
        MaxUnfinishedSends = limits.MaxUnfinishedSends,
    };
}
