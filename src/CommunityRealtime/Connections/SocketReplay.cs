using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>A replay as its connection sees it: events of the past, while those of the room wait, and then the room again.</summary>
internal static class SocketReplay
{
    /// <summary>How long a replay waits for a client that takes nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Holds room events back from now on, until the replay has caught up with them.</summary>
    public static void BeginReplay(this SocketConnection connection) => connection.Path.Hold();

    /// <summary>Sends an event of the past, waiting for the client when it is behind.</summary>
    public static async Task SendReplayedAsync(this SocketConnection connection, RoomEvent roomEvent)
    {
        await WaitForRoomAsync(connection).ConfigureAwait(false);
        connection.SendAlone(roomEvent);
        connection.Path.LastReplayed = roomEvent.Sequence;
    }

    /// <summary>Ends a replay that has nothing to bring up to a number, and lets through what was held back after it.</summary>
    /// <returns><see langword="false"/> when so much happened meanwhile that a replay has to read it first.</returns>
    public static bool TrySkipReplay(this SocketConnection connection, long upTo)
    {
        connection.Path.LastReplayed = upTo;
        return TryEndReplay(connection, resumedFrom: null);
    }

    /// <summary>Ends the replay and lets through what was held back meanwhile.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="resumedFrom">The position to tell the client that it came back with, if it is to be told.</param>
    /// <returns><see langword="false"/> when so much happened meanwhile that the replay has to read on first.</returns>
    public static async Task<bool> TryEndReplayAsync(this SocketConnection connection, long? resumedFrom)
    {
        await WaitForRoomAsync(connection).ConfigureAwait(false);
        return TryEndReplay(connection, resumedFrom);
    }

    private static bool TryEndReplay(SocketConnection connection, long? resumedFrom)
    {
        var path = connection.Path;
        byte[]? last = null;
        if (resumedFrom is { } from)
        {
            path.LastReplayed = Math.Max(path.LastReplayed, from);
            last = WebSocketFrame.Text(V1Frames.Resumed(from, path.LastReplayed));
        }

        if (!path.TryRelease(path.LastReplayed, last))
        {
            return false;
        }

        path.Kick();
        return true;
    }

    private static async Task WaitForRoomAsync(SocketConnection connection)
    {
        try
        {
            await connection.Path.WaitForRoomAsync(connection.MaxWaitingBytes).WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            connection.CloseSlow();
        }
    }
}
