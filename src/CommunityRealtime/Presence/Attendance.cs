using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Presence;

/// <summary>Members come and go: what follows from it, in order.</summary>
internal sealed class Attendance(
    CommunityFeeds feeds, IConnectionManager connections, ICommunityPresence presence, ILogger<Attendance> logger)
{
    /// <summary>Lets a member into the room: it gets everything that is stored, on any server, after the returned task has ended.</summary>
    /// <returns><see langword="false"/> when nobody knows where the community stands; it <see cref="Leave"/>s all the same.</returns>
    public async ValueTask<bool> EnterAsync(SocketConnection connection)
    {
        var begun = await TryBeginAsync(connection.Community).ConfigureAwait(false);
        if (begun)
        {
            connections.Connect(connection);
            presence.Enter(connection);

            // Only now: whoever takes it out because of it finds it in.
            connection.IsMember = true;
        }

        return begun;
    }

    /// <summary>Takes a connection out of the room; it gets nothing more. A second call changes nothing.</summary>
    public void Disconnect(SocketConnection connection)
    {
        connections.Disconnect(connection);
        presence.Leave(connection);
    }

    /// <summary>The end of a connection that had entered. Once.</summary>
    public void Leave(SocketConnection connection)
    {
        Disconnect(connection);
        feeds.Leave(connection.Community);
    }

    private async ValueTask<bool> TryBeginAsync(CommunityId community)
    {
        try
        {
            await feeds.EnterAsync(community).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            logger.StoreUnavailable(community, ExceptionTypes.Of(exception));
            return false;
        }
    }
}
