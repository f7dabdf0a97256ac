using CommunityRealtime.Connections;

namespace CommunityRealtime.Presence;

/// <summary>The default presence: who is connected to this server, as its open sockets say. It keeps nothing of its own.</summary>
internal sealed class LocalPresence(SocketRegistry sockets) : ICommunityPresence
{
    public void Enter(IChatConnection connection)
    {
        // The socket is registered; that says it.
    }

    public void Leave(IChatConnection connection)
    {
        // A socket that is closing is not counted any more.
    }

    public ValueTask<IReadOnlyCollection<UserId>> ListAsync(CommunityId community, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<SocketConnection>();
        sockets.Collect(socket => socket.IsMember && socket.Community == community && !socket.IsClosing, found);
        return ValueTask.FromResult<IReadOnlyCollection<UserId>>([.. found.Select(socket => socket.User).Distinct()]);
    }
}
