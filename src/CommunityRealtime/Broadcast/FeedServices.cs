using CommunityRealtime.Connections;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Validation;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Broadcast;

/// <summary>What every feed works with.</summary>
internal sealed class FeedServices(
    IMessageStore store,
    RoomEvents events,
    IConnectionManager connections,
    SocketRegistry sockets,
    BackplaneMail mail,
    ComparisonRequests comparisons,
    ChatLimitsOptions limits,
    ChatMetrics metrics,
    TimeProvider time,
    ILogger<FeedServices> logger)
{
    private long _recentBytes;

    public IMessageStore Store => store;

    public RoomEvents Events => events;

    public IConnectionManager Connections => connections;

    public SocketRegistry Sockets => sockets;

    public BackplaneMail Mail => mail;

    public ComparisonRequests Comparisons => comparisons;

    public ChatMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>How many bytes of recent messages all feeds may keep together.</summary>
    public long MaxRecentBytes => limits.MaxRecentBytes;

    /// <summary>How many bytes of recent messages all feeds keep together.</summary>
    public long RecentBytes => Interlocked.Read(ref _recentBytes);

    /// <summary>Notes that a feed keeps more, or less.</summary>
    public void CountRecentBytes(int bytes) => Interlocked.Add(ref _recentBytes, bytes);
}
