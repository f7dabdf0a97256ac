using CommunityRealtime.Authentication;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.History;
using CommunityRealtime.Membership;
using CommunityRealtime.Pipeline;
using CommunityRealtime.Presence;
using CommunityRealtime.Protocol;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Hosting;

/// <summary><c>{prefix}/ws/{community_id}</c>: the life of a connection.</summary>
internal sealed class SocketEndpoint(
    OriginPolicy origins,
    MembershipChanges changes,
    Admission admission,
    ConnectionPlaces places,
    SocketAcceptor acceptor,
    Attendance attendance,
    Greeting greeting,
    Replay replay,
    MessagePipeline pipeline,
    ChatLimitsOptions limits,
    ILogger<SocketEndpoint> logger)
{
    /// <summary>After a receive error the close frame is on its way; leaving at once would reset the connection under it.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    /// <summary>Handles one request: check the request → authenticate and check membership → register → accept → serve.</summary>
    public Task HandleAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpWebSocketFeature>() is not { IsWebSocketRequest: true })
        {
            return Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "This address is for WebSocket connections.");
        }

        if (!CommunityId.TryCreate(http.Request.RouteValues["community_id"] as string, out var community))
        {
            return Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such community.");
        }

        if (!origins.IsAllowed(http.Request))
        {
            return Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");
        }

        return acceptor.IsStopping ? RefuseAsync(http, community, ConnectionRefusal.Stopping) : ConnectAsync(http, community);
    }

    /// <summary>Opens and serves. Nothing that only opening needs is held while the socket is open.</summary>
    private async Task ConnectAsync(HttpContext http, CommunityId community)
    {
        using var place = places.Take(http.Connection.RemoteIpAddress, out var noPlace);
        if (noPlace is not null)
        {
            await RefuseAsync(http, community, noPlace).ConfigureAwait(false);
            return;
        }

        var visit = await OpenAsync(http, community).ConfigureAwait(false);
        try
        {
            await (visit.User is { } user ? ReceiveAsync(visit, visit.Connection, visit.Receiver!, user) : DrainAsync(visit.Receiver!)).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(visit).ConfigureAwait(false);
        }
    }

    private Task RefuseAsync(HttpContext http, CommunityId community, ConnectionRefusal refusal)
    {
        logger.ConnectionRefused(community, refusal.By);
        return refusal.WriteAsync(http);
    }

    private async Task<SocketVisit> OpenAsync(HttpContext http, CommunityId community)
    {
        var changesBefore = changes.Count;
        var (user, refusal) = await admission.AdmitSocketAsync(http, community).ConfigureAwait(false);
        var close = refusal?.Close;
        if (!ResumePosition.TryRead(http.Request.Query, out var position))
        {
            close ??= CloseReason.InvalidPosition;
        }

        var profile = Subprotocol.Select(http.Request);
        var visit = new SocketVisit(acceptor.Prepare(http, community, user?.Id ?? default, profile));
        visit.Connection.ExpiresAt = user?.ExpiresAt;
        try
        {
            if (close is null && !(visit.HasPlace = places.TryTake(user!.Id)))
            {
                close = CloseReason.TooManyConnections;
            }

            if (close is null)
            {
                visit.User = user;
                await EnterAsync(http, visit, position).ConfigureAwait(false);
                if (changes.Count != changesBefore)
                {
                    changes.LookAt(community, user!.Id);
                }
            }
            else
            {
                // A browser cannot read the status of a refused upgrade, so a refusal is told by the close frame.
                logger.ConnectionRefused(community, close.Word);
                visit.Connection.Close(close);
                visit.Receiver = await acceptor.AcceptAsync(http, visit.Connection).ConfigureAwait(false);
            }

            return visit;
        }
        catch
        {
            await EndAsync(visit).ConfigureAwait(false);
            throw;
        }
    }

    private async Task EnterAsync(HttpContext http, SocketVisit visit, ResumePosition? position)
    {
        var connection = visit.Connection;
        ReplayStart? start = null;
        if (await RegisterAsync(visit, waits: connection.Profile == ChatProfile.V1 || position is not null).ConfigureAwait(false))
        {
            start = connection.Profile == ChatProfile.V1
                ? await greeting.SendAsync(connection, visit.User!, position, http.RequestAborted).ConfigureAwait(false)
                : position is null ? null : new ReplayStart(position.After, IsResumption: true);
        }

        visit.Receiver = await acceptor.AcceptAsync(http, connection).ConfigureAwait(false);
        if (start is { } from)
        {
            // Asking for the token makes one, and most sockets need none.
            visit.Replaying = replay.RunAsync(connection, from, http.RequestAborted);
        }
    }

    private async Task EndAsync(SocketVisit visit)
    {
        if (visit.HasPlace)
        {
            // Before the client learns that the socket is closed: it may come back at once.
            places.Free(visit.Connection.User);
        }

        try
        {
            await LeaveAsync(visit, Task.WhenAll(visit.Replaying, visit.Sends?.Last ?? Task.CompletedTask)).ConfigureAwait(false);
        }
        finally
        {
            await acceptor.ReleaseAsync(visit.Connection, visit.Receiver).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Registers before the client learns that it is connected, and before a replay reads its position: it misses nothing of what
    /// happens from then on.
    /// </summary>
    /// <param name="visit">The visit.</param>
    /// <param name="waits">Whether something goes before the room: a replay, or a greeting.</param>
    /// <returns><see langword="false"/> when the store does not say where the community stands; then the connection is closed.</returns>
    private async ValueTask<bool> RegisterAsync(SocketVisit visit, bool waits)
    {
        var connection = visit.Connection;
        if (waits)
        {
            connection.BeginReplay();
        }

        visit.HasEntered = true;
        var isIn = await attendance.EnterAsync(connection).ConfigureAwait(false);
        if (!isIn)
        {
            connection.Close(CloseReason.Unavailable);
        }

        logger.ConnectionOpened(connection.Id, connection.Community);
        return isIn;
    }

    private async Task LeaveAsync(SocketVisit visit, Task underWay)
    {
        var connection = visit.Connection;
        if (visit.HasEntered)
        {
            attendance.Leave(connection);
        }

        connection.Close(CloseReason.Goodbye);
        await underWay.ConfigureAwait(false);
        logger.ConnectionEnded(connection.Id);
    }

    /// <summary>Handles frame after frame, each one whole before the next is read, until one side closes.</summary>
    private async Task ReceiveAsync(SocketVisit visit, SocketConnection connection, FrameReceiver receiver, AdmittedUser user)
    {
        try
        {
            while (!connection.IsClosing)
            {
                if (!receiver.HasBegun(await receiver.WaitAsync().ConfigureAwait(false)))
                {
                    continue;
                }

                await HandleNextAsync(visit, connection, receiver, user).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (SocketErrors.IsExpected(exception))
        {
            await Task.Delay(Linger).ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            logger.ConnectionFailed(connection.Id, ExceptionTypes.Of(exception));
            connection.Close(CloseReason.InternalError);
        }

        attendance.Disconnect(connection);
        await DrainAsync(receiver).ConfigureAwait(false);
    }

    /// <summary>Receives the frame that has begun, and handles it. Apart, so that a socket that waits for one holds nothing of it.</summary>
    private async Task HandleNextAsync(SocketVisit visit, SocketConnection connection, FrameReceiver receiver, AdmittedUser user)
    {
        var begun = await receiver.BeginAsync().ConfigureAwait(false);
        var frame = await receiver.ReceiveAsync(begun).ConfigureAwait(false);
        var earlier = visit.Sends?.Last ?? Task.CompletedTask;
        if (frame.Kind != ReceivedFrameKind.Text)
        {
            // The last one: whatever was sent before it is answered first.
            await earlier.ConfigureAwait(false);
        }

        switch (frame.Kind)
        {
            case ReceivedFrameKind.Text:
                var answer = await pipeline.HandleAsync(connection, user, frame.Payload, earlier).ConfigureAwait(false);
                if (!answer.IsCompleted)
                {
                    await (visit.Sends ??= new()).AddAsync(answer, limits.MaxUnfinishedSends).ConfigureAwait(false);
                }

                break;
            case ReceivedFrameKind.Binary:
                connection.Close(CloseReason.BinaryFrame);
                break;
            case ReceivedFrameKind.TooLarge:
                connection.Close(CloseReason.FrameTooLarge);
                break;
            case ReceivedFrameKind.TooManyFragments:
                connection.Close(CloseReason.TooManyFragments);
                break;
            case ReceivedFrameKind.TooSlow:
                connection.Close(CloseReason.FrameTooSlow);
                break;
            default:
                connection.Close(CloseReason.Goodbye);
                break;
        }
    }

    private static async Task DrainAsync(FrameReceiver receiver)
    {
        try
        {
            await receiver.DrainAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (SocketErrors.IsExpected(exception))
        {
            // The peer went without its part of the closing handshake.
        }
    }
}
