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
    IMessageStore store, ChatLimitsOptions limits, ChatRateLimitOptions rateLimit, ChatSocketOptions sockets, ILogger<Greeting> logger)
{
    /// <summary>Greets a connection, and opens it for the live room unless a replay comes first.</summary>
    /// <param name="connection">A connected connection whose replay has begun.</param>
    /// <param name="user">Whose connection it is.</param>
    /// <param name="after">The position that the client comes back with, if any.</param>
    /// <param name="cancellationToken">The end of the connection.</param>
    /// <returns>
    /// The position from which a replay has to go on; <see langword="null"/> for none. Where the store is not reached the connection is
    /// closed.
    /// </returns>
    public async ValueTask<long?> SendAsync(SocketConnection connection, AdmittedUser user, long? after, CancellationToken cancellationToken)
    {
        CommunityHead head;
        try
        {
            head = await store.ReadHeadAsync(connection.Community, cancellationToken).ConfigureAwait(false);
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
        return after ?? (connection.TrySkipReplay(head.Newest) ? null : head.Newest);
    }

    private WireReady Describe(SocketConnection connection, AdmittedUser user, CommunityHead head) => new()
    {
        ConnectionId = connection.Id,
        Community = connection.Community,
        User = user.Id,
        Role = user.Role switch
        {
            CommunityRole.Moderator => "moderator",
            CommunityRole.Therapist => "therapist",
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
