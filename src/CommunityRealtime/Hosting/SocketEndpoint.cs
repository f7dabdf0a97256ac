using System.Globalization;
using System.Net.WebSockets;
using CommunityRealtime.Authentication;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.History;
using CommunityRealtime.Membership;
using CommunityRealtime.Pipeline;
using CommunityRealtime.Protocol;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Hosting;

/// <summary><c>{prefix}/ws/{community_id}</c>: the life of a connection.</summary>
internal sealed class SocketEndpoint(
    OriginPolicy origins,
    Admission admission,
    SocketAcceptor acceptor,
    IConnectionManager connections,
    Replay replay,
    MessagePipeline pipeline,
    ChatLimitsOptions limits,
    IHostApplicationLifetime lifetime,
    ILogger<SocketEndpoint> logger)
{
    /// <summary>After a receive error the close frame is on its way; leaving at once would reset the connection under it.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    /// <summary>Handles one request: check the request → authenticate and check membership → accept → register → serve.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "This address is for WebSocket connections.").ConfigureAwait(false);
        }
        else if (!CommunityId.TryCreate(http.Request.RouteValues["community_id"] as string, out var community))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such community.").ConfigureAwait(false);
        }
        else if (!origins.IsAllowed(http.Request))
        {
            await Problem.WriteAsync(http, StatusCodes.Status403Forbidden, "Pages of this origin may not connect.").ConfigureAwait(false);
        }
        else
        {
            var (user, refusal) = await admission.AdmitAsync(http, community).ConfigureAwait(false);
            var validPosition = TryReadPosition(http.Request, out var after);

            // A browser cannot read the status of a refused upgrade, so a refusal is told by the close frame.
            var (socket, connection) = await acceptor.AcceptAsync(http, community, user?.Id ?? default).ConfigureAwait(false);
            using var _ = socket;
            if ((refusal?.Close ?? (validPosition ? null : CloseReason.InvalidPosition)) is { } close)
            {
                logger.ConnectionRefused(community, close.Word);
                connection.Close(close);
                await RefuseAsync(socket, connection).ConfigureAwait(false);
            }
            else
            {
                await ServeAsync(http, socket, connection, user!, after).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The position after which the client wants a replay: <c>after=N</c>.</summary>
    private static bool TryReadPosition(HttpRequest request, out long? after)
    {
        after = null;
        var values = request.Query["after"];
        if (values.Count == 0)
        {
            return true;
        }

        var valid = long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var position);
        after = position;
        return valid;
    }

    private async Task RefuseAsync(WebSocket socket, SocketConnection connection)
    {
        using var receiver = new FrameReceiver(socket, limits.MaxFrameBytes);
        await DrainAsync(receiver).ConfigureAwait(false);
        await connection.FinishAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(HttpContext http, WebSocket socket, SocketConnection connection, AdmittedUser user, long? after)
    {
        using var receiver = new FrameReceiver(socket, limits.MaxFrameBytes);
        using var stopping = lifetime.ApplicationStopping.Register(() => connection.Close(CloseReason.ShuttingDown));
        if (after is not null)
        {
            connection.BeginReplay();
        }

        connections.Connect(connection);
        logger.ConnectionOpened(connection.Id, connection.Community);
        var replaying = after is { } position ? replay.RunAsync(connection, position, http.RequestAborted) : Task.CompletedTask;
        try
        {
            await ReceiveAsync(receiver, connection, user).ConfigureAwait(false);
        }
        finally
        {
            connections.Disconnect(connection);
            connection.Close(CloseReason.Goodbye);
            await replaying.ConfigureAwait(false);
            await connection.FinishAsync().ConfigureAwait(false);
            logger.ConnectionEnded(connection.Id);
        }
    }

    /// <summary>Handles frame after frame, each one whole before the next is read, until one side closes.</summary>
    private async Task ReceiveAsync(FrameReceiver receiver, SocketConnection connection, AdmittedUser user)
    {
        try
        {
            while (!connection.IsClosing)
            {
                var frame = await receiver.ReceiveAsync().ConfigureAwait(false);
                switch (frame.Kind)
                {
                    case ReceivedFrameKind.Text:
                        await pipeline.HandleAsync(connection, user, frame.Payload).ConfigureAwait(false);
                        break;
                    case ReceivedFrameKind.Binary:
                        connection.Close(CloseReason.BinaryFrame);
                        break;
                    case ReceivedFrameKind.TooLarge:
                        connection.Close(CloseReason.FrameTooLarge);
                        break;
                    default:
                        connection.Close(CloseReason.Goodbye);
                        break;
                }
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

        connections.Disconnect(connection);
        await DrainAsync(receiver).ConfigureAwait(false);
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
