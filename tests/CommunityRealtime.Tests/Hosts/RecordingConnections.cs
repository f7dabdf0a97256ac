using System.Collections.Concurrent;
using CommunityRealtime.Connections;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>The chat's own connection manager, which remembers who came and what was said without keeping it alive.</summary>
/// <remarks>For one room, whose first member stays.</remarks>
internal sealed class RecordingConnections : IConnectionManager
{
    private readonly ConnectionManager _inner = new(TestMetrics.Create());

    public int ConnectionCount => _inner.ConnectionCount;

    /// <summary>Every connection in the order in which they came.</summary>
    public ConcurrentQueue<WeakReference<IChatConnection>> Opened { get; } = new();

    /// <summary>The frame of every broadcast.</summary>
    public ConcurrentQueue<WeakReference<byte[]>> Frames { get; } = new();

    public int LivingFrames => Frames.Count(frame => frame.TryGetTarget(out _));

    /// <summary>What happens when somebody has come and is not there yet.</summary>
    public Action BeforeConnect { get; init; } = () => { };

    public void Connect(IChatConnection connection)
    {
        BeforeConnect();
        Opened.Enqueue(new(connection));
        _inner.Connect(connection);
    }

    public void Disconnect(IChatConnection connection) => _inner.Disconnect(connection);

    public int Broadcast(RoomEvent roomEvent)
    {
        var handed = _inner.Broadcast(roomEvent);
        if (Opened.TryPeek(out var first) && first.TryGetTarget(out var connection))
        {
            Frames.Enqueue(new(Internals.BacklogOf(connection).Room!.Tail.Frame));
        }

        return handed;
    }

    public int CountConnections(CommunityId community) => _inner.CountConnections(community);
}
